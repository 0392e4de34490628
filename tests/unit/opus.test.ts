import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readAudioExcerpt } from '../../src/core/recommender/audio/decode.ts';
import { oggPackets } from '../../src/core/recommender/audio/ogg.ts';
import { ROOT } from '../support/fixtures.ts';
import { saying, telling } from '../support/messages.ts';
import { fileOf } from '../support/mobility.ts';

const FIXTURES = join(ROOT, 'tests', 'fixtures');
const tone = readFileSync(join(FIXTURES, 'tone.opus'));
const RATE_HZ = 48_000;

const read = (bytes: Buffer) => readAudioExcerpt(fileOf('a.bin', bytes), 0, 3);

/** The amplitude of a tone in a signal. */
function amplitude(samples: Float32Array, hertz: number): number {
  let [real, imaginary] = [0, 0];
  samples.forEach((sample, i) => {
    real += sample * Math.cos((2 * Math.PI * hertz * i) / RATE_HZ);
    imaginary += sample * Math.sin((2 * Math.PI * hertz * i) / RATE_HZ);
  });
  return (2 * Math.hypot(real, imaginary)) / samples.length;
}

describe('Opus', () => {
  it('has the samples that libopus decodes, from its first to its last', async () => {
    const { channels, sampleRate, durationSeconds, warning } = await read(tone);
    expect([sampleRate, channels.length, durationSeconds, warning]).toEqual([RATE_HZ, 1, 0.5, null]);
    const peer = readFileSync(join(FIXTURES, 'tone.opus.s16'));
    let furthest = 0;
    for (let i = 0; i < peer.length / 2; i++)
      furthest = Math.max(furthest, Math.abs(peer.readInt16LE(2 * i) / 2 ** 15 - channels[0][i]));
    expect(furthest).toBeLessThan(1 / 2 ** 15);
    expect(amplitude(channels[0], 440)).toBeGreaterThan(0.3);
  });

  it('of surround sound has its channels in the order of Vorbis', async () => {
    const { channels } = await readAudioExcerpt(join(FIXTURES, 'surround.opus'), 0, 3);
    const loudest = channels.map((samples) =>
      [400, 600, 800, 60, 1000, 1200].toSorted((a, b) => amplitude(samples, b) - amplitude(samples, a)).at(0),
    );
    expect(loudest).toEqual([400, 800, 600, 1000, 1200, 60]);
  });

  it('is as loud as its header says', async () => {
    const quiet = Buffer.from(tone);
    quiet.writeInt16LE(-6 * 256, quiet.indexOf('OpusHead') + 16);
    const [plain, halved] = [await read(tone), await read(quiet)];
    expect(halved.channels[0][5000] / plain.channels[0][5000]).toBeCloseTo(10 ** (-6 / 20), 5);
  });

  it('behind a cover of several pages is the same sound', async () => {
    const cover = readFileSync(join(FIXTURES, 'tags', 'cover.opus'));
    expect(await read(cover)).toEqual(await read(tone));
  });

  it('of a broadcast that did not begin at 0 has its own length', async () => {
    const late = Buffer.from(tone);
    for (let at = late.indexOf('OggS'), page = 0; at >= 0; at = late.indexOf('OggS', at + 1), page++)
      if (page > 1) late.writeBigUInt64LE(late.readBigUInt64LE(at + 6) + 48_000_000n, at + 6);
    expect((await read(late)).durationSeconds).toBe(0.5);
  });

  it('that is cut off or damaged says so', async () => {
    const lastPage = tone.lastIndexOf('OggS');
    expect((await read(tone.subarray(0, lastPage))).warning).toEqual(saying('audio.end-missing'));
    await expect(read(tone.subarray(0, tone.indexOf('OpusTags') + 8))).rejects.toEqual(
      telling('audio.nothing-decoded'),
    );
    const lying = Buffer.from(tone);
    lying.writeBigUInt64LE(lying.readBigUInt64LE(lastPage + 6) * 3n, lastPage + 6);
    await expect(read(lying)).rejects.toEqual(telling('audio.mostly-missing'));
    const many = Buffer.from(tone);
    many[many.indexOf('OpusHead') + 9] = 3;
    await expect(read(many)).rejects.toEqual(telling('audio.unreadable', { format: 'Opus' }));
  });
});

describe('packets of Ogg', () => {
  const packetsOf = (file: Buffer) => [...oggPackets((at, bytes) => file.subarray(at, at + bytes), 0)];

  it('are found again behind bytes that are of no page', () => {
    const at = tone.indexOf('OggS', tone.indexOf('OpusTags'));
    const holed = Buffer.concat([tone.subarray(0, at), Buffer.from('OggS? no'), tone.subarray(at)]);
    expect(packetsOf(holed)).toEqual(packetsOf(tone));
  });

  it('are left out where the page with their beginning is lost', () => {
    const cover = readFileSync(join(FIXTURES, 'tags', 'cover.opus'));
    const second = cover.indexOf('OggS', 1);
    const third = cover.indexOf('OggS', second + 1);
    const holed = Buffer.concat([cover.subarray(0, second), cover.subarray(third)]);
    const [head, , ...sound] = packetsOf(cover);
    expect(packetsOf(holed)).toEqual([head, ...sound]);
  });
});
