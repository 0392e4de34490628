import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readClip } from '../../src/core/recommender/audio/clip.ts';
import { encodeWav16 } from '../../src/core/recommender/audio/wav.ts';
import { freshApp, importFile, temporaryFolder } from '../support/fixtures.ts';
import { saying } from '../support/messages.ts';
import { fileOf } from '../support/mobility.ts';

const RATE = 22_050;

/** A tone of so many seconds behind so many of near silence. */
function recording(seconds: number, behind = 0): Buffer {
  const samples = Float32Array.from({ length: Math.round((behind + seconds) * RATE) }, (_, i) =>
    i < behind * RATE ? 3e-5 * (i % 2) : 0.4 * Math.sin((2 * Math.PI * 440 * i) / RATE),
  );
  return Buffer.from(encodeWav16(samples, RATE));
}

describe('recordings with little to hear', { timeout: 60_000 }, () => {
  it.each([
    ['three seconds', recording(3), null],
    ['three seconds, less a packing', recording(2.97), null],
    ['two seconds', recording(2), saying('audio.clip-is-short', { seconds: 2 })],
    ['silence', recording(0, 3), saying('audio.clip-is-silent')],
    ['music behind three seconds of silence', recording(4, 3.1), saying('audio.clip-is-silent')],
    ['music behind two seconds of silence', recording(4, 2), null],
  ])('are told: %s', async (_, bytes, told) => {
    const { warning } = await readClip(fileOf('a.wav', bytes), RATE);
    expect(warning).toEqual(told);
  });

  it('are told once where there are many', async () => {
    const app = await freshApp();
    const ids = ['s1', 's2', 's3', 's4', 's5'];
    await importFile(
      app,
      'tracks',
      fileOf('s.csv', `song_id,title,artist\n${ids.map((id) => `${id},T,A\n`).join('')}`),
    );
    const folder = temporaryFolder();
    for (const id of ids) writeFileSync(join(folder, `${id}.wav`), recording(id === 's5' ? 0 : 1, id === 's5' ? 3 : 0));
    const { notes } = await importFile(app, 'audio', folder);
    expect(notes).toEqual([
      saying('import.note-on-files', {
        count: 4,
        names: ['s1.wav', 's2.wav', 's3.wav'],
        note: saying('audio.clip-is-short', { seconds: 1 }),
      }),
      saying('import.note-on-a-file', { file: 's5.wav', note: saying('audio.clip-is-silent') }),
    ]);
  });
});
