import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { recogniseAudio } from '../../src/core/recommender/audio/container.ts';
import { readAudioExcerpt } from '../../src/core/recommender/audio/decode.ts';
import { encodeWav16 } from '../../src/core/recommender/audio/wav.ts';
import { readMpegStream } from '../../src/core/recommender/audio/mpeg-frames.ts';
import { temporaryFolder } from '../support/fixtures.ts';
import { saying, telling } from '../support/messages.ts';

const fixture = (name: string) => readFileSync(join(import.meta.dirname, '../fixtures', name));
const [flac, mp3, ogg] = ['tone.flac', 'tone.mp3', 'tone.ogg'].map(fixture);

/** The format is told by content, so every file has the same unhelpful name. */
function put(...parts: Uint8Array[]): string {
  const file = join(temporaryFolder(), 'sound.bin');
  writeFileSync(file, Buffer.concat(parts));
  return file;
}
const read = (...parts: Uint8Array[]) => readAudioExcerpt(put(...parts), 0, 3);

/** An ID3v2.4 tag of `size` bytes, with a footer if asked for. */
function id3(size: number, footer = false): Buffer {
  const head = Buffer.from(['I', 'D', '3'].map((letter) => letter.charCodeAt(0)).concat(4, 0, footer ? 0x10 : 0));
  const sizes = Buffer.from([21, 14, 7, 0].map((shift) => (size >> shift) & 0x7f));
  return Buffer.concat([head, sizes, Buffer.alloc(size, 0xff), footer ? Buffer.alloc(10, 0x33) : Buffer.alloc(0)]);
}

/** The frames of an MPEG 1 layer III stream of 64 kbit/s, 44.1 kHz: 208 bytes each, silent. */
function mpegFrames(count: number, single: boolean): Buffer {
  const frame = Buffer.alloc(208);
  frame.set([0xff, 0xfb, 0x50, single ? 0xc0 : 0x00]);
  return Buffer.concat(Array.from({ length: count }, () => frame));
}

const firstId3 = Buffer.concat([Buffer.from('TAG'), Buffer.alloc(125, 0x41)]);
const footer = Buffer.from([...Buffer.from('3DI'), 4, 0, 0x10, 0, 0, 0, 20]);
const tagOfAll = Buffer.from([...Buffer.from('ID3'), 4, 0, 0, 0x7f, 0x7f, 0x7f, 0x7f]);

/** An APEv2 tag without items: a footer, and a header if asked for. */
function apeTag(header: boolean): Buffer {
  const end = Buffer.concat([Buffer.from('APETAGEX'), Buffer.alloc(24)]);
  end.writeUInt32LE(2000, 8);
  end.writeUInt32LE(32, 12);
  end.writeUInt32LE(header ? 0x8000_0000 : 0, 20);
  return header ? Buffer.concat([end, end]) : end;
}

/** An APEv2 tag of one item, whose footer may tell more or fewer bytes than it has. */
function apeOfTitle(lie: number): Buffer {
  const item = Buffer.concat([Buffer.from([4, 0, 0, 0, 0, 0, 0, 0]), Buffer.from('TITLE\0Song')]);
  const end = apeTag(false);
  end.writeUInt32LE(item.length + end.length + lie, 12);
  end.writeUInt32LE(1, 16);
  return Buffer.concat([item, end]);
}

/** A tone of one channel, in 16-bit samples whose header says `bits` and `frame` bytes a moment. */
function wavOf(bits: number, frame: number): Buffer {
  const wav = encodeWav16(
    Float32Array.from({ length: 4000 }, (_, i) => Math.round(900 * Math.sin(i / 9)) / 2048),
    22_050,
  );
  wav.writeUInt16LE(frame, 32);
  wav.writeUInt16LE(bits, 34);
  return wav;
}

describe('audio by its content', () => {
  it.each<[string, Uint8Array]>([
    ['an ID3 tag of 200 bytes', id3(200)],
    ['an ID3 tag with a footer', id3(5000, true)],
    ['two ID3 tags', Buffer.concat([id3(10), id3(300)])],
  ])('reads a FLAC stream behind %s as if it stood alone', async (_what, before) => {
    expect(await read(before, flac)).toEqual(await read(flac));
  });

  it.each<[string, Uint8Array]>([
    ['2,000 zeros', Buffer.alloc(2000)],
    ['eight FF bytes', Buffer.alloc(8, 0xff)],
    ['an APE tag', Buffer.concat([Buffer.from('APETAGEX'), Buffer.alloc(24, 1)])],
    ['an ID3 tag and zeros', Buffer.concat([id3(64), Buffer.alloc(100)])],
  ])('reads MP3 frames behind %s as if they stood alone', async (_what, before) => {
    const [plain, behind] = [await read(mp3), await read(before, mp3)];
    expect(behind.sampleRate).toBe(plain.sampleRate);
    expect(behind.channels.map(({ length }) => length)).toEqual(plain.channels.map(({ length }) => length));
    expect(behind.channels[0]).toEqual(plain.channels[0]);
  });

  it.each<[string, Uint8Array]>([
    ['ID3v1', firstId3],
    ['APE', apeTag(false)],
    ['APE with a header, then ID3v1', Buffer.concat([apeTag(true), firstId3])],
    ['Lyrics3 and ID3v1', Buffer.concat([Buffer.from('LYRICSBEGININD000021000020LYRICS200'), firstId3])],
    ['ID3v2.4 with a footer', Buffer.concat([Buffer.alloc(30, 0xff), footer])],
    ['APE with an item', apeOfTitle(0)],
    ['APE that tells of more bytes', apeOfTitle(900)],
    ['APE that tells of fewer bytes', apeOfTitle(-20)],
    ['APE that tells of more than there is', apeOfTitle(2 ** 31)],
    [
      'Lyrics3 that tells of more bytes',
      Buffer.concat([Buffer.from('LYRICSBEGININD0000210000900LYRICS200'), firstId3]),
    ],
  ])('reads a FLAC stream before a tag of the kind %s to its last frame', async (_what, behind) => {
    expect(await read(flac, behind)).toEqual(await read(flac));
  });

  it.each<[string, Uint8Array, Uint8Array]>([
    ['FLAC behind zeros', Buffer.alloc(700), flac],
    ['FLAC behind what a server says', Buffer.from('HTTP/1.1 200 OK\r\n\r\n'), flac],
    ['Ogg behind stray bytes', Buffer.from('\0\x01\x02junk'), ogg],
    ['WAV behind zeros', Buffer.alloc(64), wavOf(16, 2)],
    ['MP3 behind a tag that claims more than the file has', tagOfAll, mp3],
  ])('reads %s', async (_what, before, stream) => {
    expect(await read(before, stream)).toEqual(await read(stream));
  });

  it('reads BW64 as RF64, by the length in its ds64 chunk', async () => {
    const plain = wavOf(16, 2);
    const [bw64, ds64] = [Buffer.from(plain), Buffer.alloc(36)];
    bw64.write('BW64', 0, 'latin1');
    bw64.writeUInt32LE(0xffff_ffff, 40);
    ds64.write('ds64', 0, 'latin1');
    ds64.writeUInt32LE(28, 4);
    ds64.writeUInt32LE(plain.length - 44, 16);
    const behind = Buffer.from('LIST is what stands behind the sound');
    expect(await read(bw64.subarray(0, 12), ds64, bw64.subarray(12), behind)).toEqual(await read(plain));
  });

  it('finds the sound of a WAV behind a chunk of odd length, with or without the zero that belongs there', async () => {
    const plain = wavOf(16, 2);
    const odd = Buffer.from('junk\x03\0\0\0abc', 'latin1');
    const expected = await read(plain);
    expect(await read(plain.subarray(0, 36), odd, plain.subarray(36))).toEqual(expected);
    expect(await read(plain.subarray(0, 36), odd, Buffer.alloc(1), plain.subarray(36))).toEqual(expected);
  });

  it('WAV samples of 12 bits are those of the 16 that hold them; a gap behind samples is refused', async () => {
    expect(await read(wavOf(12, 2))).toEqual(await read(wavOf(16, 2)));
    await expect(read(wavOf(24, 4))).rejects.toEqual(telling('audio.frames-with-gaps', { frame: 4, expected: 3 }));
    expect((await read(wavOf(16, 1))).warning).toEqual(saying('audio.frame-too-small', { frame: 1, expected: 2 }));
  });

  it.each([['AAC', 'AAC (ADTS)', Buffer.from([0xff, 0xf1, 0x50, 0x80, 0, 0, 0, 0])]])(
    'refuses %s by its name',
    (_what, format, bytes) => {
      expect(() => recogniseAudio(put(bytes))).toThrow(telling('audio.format-not-read', { format }));
    },
  );

  it('says of what is no recording that it is none, whatever its name claims', () => {
    for (const bytes of [Buffer.alloc(3000), Buffer.from('<html>404 Not Found</html>'.repeat(20))])
      expect(() => recogniseAudio(put(bytes))).toThrow(telling('audio.not-recognised', { name: 'sound.bin' }));
  });

  it('gives an MP3 the channels that its frames have', async () => {
    expect((await read(mpegFrames(40, true))).channels).toHaveLength(1);
    expect((await read(mpegFrames(40, false))).channels).toHaveLength(2);
  });

  it.each<[string, Uint8Array, string]>([
    ["Monkey's Audio", Buffer.from('MAC \x96\x0f\0\0'), "Monkey's Audio"],
    ['WavPack behind a tag', Buffer.concat([id3(9), Buffer.from('wvpk'), Buffer.alloc(40)]), 'WavPack'],
    ['Speex', Buffer.concat([Buffer.from('OggS'), Buffer.alloc(24), Buffer.from('Speex   1.2')]), 'Speex'],
  ])('refuses %s by its name', (_what, bytes, format) => {
    expect(() => recogniseAudio(put(bytes))).toThrow(telling('audio.format-not-read', { format }));
  });

  it('refuses a FLAC whose samples have 20 bits, which the decoder would scale wrongly', async () => {
    const twenty = Buffer.from(flac);
    const at = twenty.indexOf('fLaC', 0, 'latin1') + 20;
    twenty[at] = (twenty[at] & 0xfe) | (19 >> 4);
    twenty[at + 1] = (twenty[at + 1] & 0x0f) | ((19 & 15) << 4);
    await expect(read(twenty)).rejects.toEqual(telling('audio.unsupported-samples', { bits: 20 }));
  });
});

/** A FLAC of 16 bits and one channel, a frame of 192 samples for each value; its frames say no rate. */
function steadyFlac(sampleRate: number, values: readonly number[]): Buffer {
  const info = Buffer.alloc(34);
  info.writeUInt16BE(192, 0);
  info.writeUInt16BE(192, 2);
  info.writeBigUInt64BE((BigInt(sampleRate) << 44n) | (15n << 36n) | BigInt(192 * values.length), 10);
  const frames = values.map((value, number) => {
    const head = Buffer.from([0xff, 0xf8, 0x10, 0x08, number]);
    const body = Buffer.from([...head, crc(head, 8, 0x07), 0, (value >> 8) & 0xff, value & 0xff]);
    const check = crc(body, 16, 0x8005);
    return Buffer.concat([body, Buffer.from([check >> 8, check & 0xff])]);
  });
  return Buffer.concat([Buffer.from('fLaC'), Buffer.from([0x80, 0, 0, 34]), info, ...frames]);
}

function crc(bytes: Uint8Array, width: 8 | 16, polynomial: number): number {
  const top = 1 << (width - 1);
  return bytes.reduce((sum, byte) => {
    let next = sum ^ (byte << (width - 8));
    for (let bit = 0; bit < 8; bit++) next = ((next << 1) ^ (next & top ? polynomial : 0)) & (2 * top - 1);
    return next;
  }, 0);
}

describe('frames of FLAC', () => {
  it('may leave the rate to the file’s beginning, and the last may be a few bytes of silence', async () => {
    const reading = read(steadyFlac(22_050, [8192, -8192, 0]));
    await expect(reading).resolves.toMatchObject({ sampleRate: 22_050, warning: null });
    const { channels } = await reading;
    expect(
      channels.map((samples) => [samples.length, ...[0, 192, 575].map((at) => Math.round(samples[at] * 100))]),
    ).toEqual([[576, 25, -25, 0]]);
  });

  it('are read without the block that should come first, which is not taken for one', async () => {
    const [magic, rest] = [flac.subarray(0, 4), flac.subarray(4)];
    const padding = Buffer.from([1, 0, 0, 20, ...new Uint8Array(20).fill(0xff)]);
    expect((await read(magic, padding, rest)).channels).toEqual((await read(flac)).channels);
  });
});

describe('audio that is cut off or damaged', () => {
  it('is read with a warning while most of a FLAC is there, and refused when most is not', async () => {
    const { warning } = await read(flac.subarray(0, Math.floor(flac.length * 0.95)));
    expect(warning).toEqual(saying('audio.samples-missing'));
    const short = read(flac.subarray(0, Math.floor(flac.length * 0.8)));
    await expect(short).rejects.toEqual(telling('audio.mostly-missing'));
  });

  it('is said of an Ogg file without the mark of its end', async () => {
    expect((await read(ogg)).warning).toBeNull();
    const open = Buffer.from(ogg);
    open[ogg.lastIndexOf('OggS', undefined, 'latin1') + 5] &= ~4;
    expect((await read(open)).warning).toEqual(saying('audio.end-missing'));
  });

  it('is told by the bytes between the frames of an MP3', async () => {
    const frames = mpegFrames(30, true);
    expect(readMpegStream(frames, 0)).toMatchObject({ samples: 30 * 1152, lostBytes: 0, channels: 1 });
    const holed = Buffer.concat([frames, Buffer.alloc(1000), frames]);
    expect(readMpegStream(holed, 0)).toMatchObject({ samples: 60 * 1152, lostBytes: 1000 });
    expect((await read(holed)).warning).toEqual(saying('audio.damaged-share'));
    const ruined = Buffer.concat([frames, Buffer.alloc(20_000), frames]);
    await expect(read(ruined)).rejects.toEqual(telling('audio.mostly-damaged'));
  });

  it('counts the frames that an Info header announces', async () => {
    const info = Buffer.from(mpegFrames(1, true));
    info.write('Info', 4 + 17, 'latin1');
    info.writeUInt32BE(1, 4 + 17 + 4);
    info.writeUInt32BE(200, 4 + 17 + 8);
    await expect(read(info, mpegFrames(50, true))).rejects.toEqual(
      telling('audio.mostly-missing', { promised: 200 * 1152 }),
    );
  });

  it('is refused where a float WAV holds samples that are no numbers', async () => {
    const wav = Buffer.alloc(44 + 4000);
    wav.write('RIFF', 0, 'latin1');
    wav.writeUInt32LE(wav.length - 8, 4);
    wav.write('WAVEfmt ', 8, 'latin1');
    for (const [at, value] of [
      [16, 16],
      [24, 22_050],
      [28, 88_200],
      [40, 4000],
    ])
      wav.writeUInt32LE(value, at);
    for (const [at, value] of [
      [20, 3],
      [22, 1],
      [32, 4],
      [34, 32],
    ])
      wav.writeUInt16LE(value, at);
    wav.write('data', 36, 'latin1');
    expect((await read(wav)).channels[0]).toHaveLength(1000);
    wav.writeFloatLE(Number.NaN, 44 + 400);
    await expect(read(wav)).rejects.toEqual(telling('audio.not-finite'));
  });

  it('is no word about size for an RF64 file, whose length stands in its ds64 chunk', async () => {
    const head = Buffer.alloc(12 + 36);
    head.write('RF64', 0, 'latin1');
    head.writeUInt32LE(0xffffffff, 4);
    head.write('WAVEds64', 8, 'latin1');
    head.writeUInt32LE(28, 16);
    head.writeBigUInt64LE(800n, 28);
    const format = Buffer.alloc(32);
    format.write('fmt ', 0, 'latin1');
    format.writeUInt32LE(16, 4);
    for (const [at, value] of [
      [8, 1],
      [10, 1],
      [20, 2],
      [22, 16],
    ])
      format.writeUInt16LE(value, at);
    format.writeUInt32LE(22_050, 12);
    format.write('data', 24, 'latin1');
    format.writeUInt32LE(0xffffffff, 28);
    const { channels, warning } = await read(head, format, Buffer.alloc(1000));
    expect(channels[0]).toHaveLength(400);
    expect(warning).toBeNull();
  });
});
