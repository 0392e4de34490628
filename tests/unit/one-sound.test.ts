import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readAudioExcerpt } from '../../src/core/recommender/audio/decode.ts';
import { temporaryFolder } from '../support/fixtures.ts';
import { saying, telling } from '../support/messages.ts';

const fixture = (name: string) => readFileSync(join(import.meta.dirname, '../fixtures', name));

function read(...parts: Uint8Array[]) {
  const file = join(temporaryFolder(), 'sound.bin');
  writeFileSync(file, Buffer.concat(parts));
  return readAudioExcerpt(file, 0, 3);
}

/** Silent frames of MPEG 1 layer III, 64 kbit/s: of 208 bytes at 44.1 kHz, of 192 at 48 kHz. */
function mpegFrames(count: number, rate: 44_100 | 48_000): Buffer {
  const frame = Buffer.alloc(rate === 44_100 ? 208 : 192);
  frame.set([0xff, 0xfb, rate === 44_100 ? 0x50 : 0x54, 0xc0]);
  return Buffer.concat(Array.from({ length: count }, () => frame));
}

/** An Ogg file whose first head says another number at this place. */
function withHead(file: Buffer, mark: string, at: number, value: number): Buffer {
  const changed = Buffer.from(file);
  changed[changed.indexOf(mark, 0, 'latin1') + at] = value;
  return changed;
}

describe('a recording whose sound changes midway', () => {
  it('is refused where frames of a FLAC say another rate or other channels', async () => {
    await expect(read(fixture('two-rates.flac'))).rejects.toEqual(
      telling('audio.sound-changes', { rate: 8000, channels: 1, thenRate: 16_000, thenChannels: 1 }),
    );
    await expect(read(fixture('two-channels.flac'))).rejects.toEqual(
      telling('audio.sound-changes', { rate: 8000, channels: 1, thenRate: 8000, thenChannels: 2 }),
    );
  });

  it('is refused where MP3s of two rates were joined; a few frames of another rate are damage', async () => {
    await expect(read(mpegFrames(40, 44_100), mpegFrames(40, 48_000))).rejects.toEqual(
      telling('audio.sound-changes', { rate: 44_100, thenRate: 48_000 }),
    );
    const few = await read(mpegFrames(400, 44_100), mpegFrames(2, 48_000), mpegFrames(400, 44_100));
    expect(few.sampleRate).toBe(44_100);
  });

  it('is refused where Ogg streams of other sound follow one another', async () => {
    const vorbis = fixture('tone.ogg');
    await expect(read(vorbis, withHead(vorbis, '\x01vorbis', 11, 2))).rejects.toEqual(
      telling('audio.sound-changes', { channels: 1, thenChannels: 2 }),
    );
    const opus = fixture('tone.opus');
    await expect(read(opus, withHead(opus, 'OpusHead', 9, 2))).rejects.toEqual(
      telling('audio.sound-changes', { rate: 48_000, thenRate: 48_000, thenChannels: 2 }),
    );
  });

  it('is read where streams of the same sound follow one another; of Opus the first, which is said', async () => {
    const [vorbis, opus] = [fixture('tone.ogg'), fixture('tone.opus')];
    const [one, two] = [await read(vorbis), await read(vorbis, vorbis)];
    expect(two.durationSeconds).toBeCloseTo(2 * one.durationSeconds, 3);
    const first = await read(opus, opus);
    expect(first.durationSeconds).toBe((await read(opus)).durationSeconds);
    expect(first.warning).toEqual(saying('audio.first-of-streams', { streams: 2 }));
  });
});
