import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { encodeWav16, readWavExcerpt } from '../../src/core/recommender/audio/wav.ts';
import { temporaryFolder } from '../support/fixtures.ts';
import { saying } from '../support/messages.ts';

interface Shape {
  tag?: number;
  bits?: number;
  channels?: number;
  fmtBytes?: number;
  dataSize?: number;
  data: Buffer;
  before?: Buffer;
}

/** A WAV file by hand, so that every lie can be told. */
function wavFile({
  tag = 1,
  bits = 16,
  channels = 1,
  fmtBytes = 16,
  dataSize,
  data,
  before = Buffer.alloc(0),
}: Shape): Buffer {
  const fmt = Buffer.alloc(8 + fmtBytes);
  fmt.write('fmt ', 'latin1');
  fmt.writeUInt32LE(fmtBytes, 4);
  fmt.writeUInt16LE(fmtBytes >= 40 ? 0xfffe : tag, 8);
  fmt.writeUInt16LE(channels, 10);
  fmt.writeUInt32LE(22_050, 12);
  fmt.writeUInt32LE((22_050 * channels * bits) / 8, 16);
  fmt.writeUInt16LE((channels * bits) / 8, 20);
  fmt.writeUInt16LE(bits, 22);
  if (fmtBytes >= 40) {
    fmt.writeUInt16LE(22, 24);
    fmt.writeUInt16LE(bits, 26);
    fmt.writeUInt16LE(tag, 32);
  }
  const head = Buffer.alloc(8);
  head.write('data', 'latin1');
  head.writeUInt32LE(dataSize ?? data.length, 4);
  const body = Buffer.concat([Buffer.from('WAVE', 'latin1'), fmt, before, head, data]);
  const riff = Buffer.alloc(8);
  riff.write('RIFF', 'latin1');
  riff.writeUInt32LE(body.length, 4);
  return Buffer.concat([riff, body]);
}

function read(bytes: Buffer) {
  const file = join(temporaryFolder(), 'clip.wav');
  writeFileSync(file, bytes);
  return readWavExcerpt(file, 0, 3);
}

const int16 = (...values: number[]) => Buffer.from(new Int16Array(values).buffer);

describe('WAV decoder', () => {
  it('reads 8, 16, 24 and 32-bit integers with full scale at ±1', () => {
    expect([...read(wavFile({ bits: 8, data: Buffer.from([0, 128, 255]) })).channels[0]]).toEqual([-1, 0, 127 / 128]);
    expect([...read(wavFile({ data: int16(-32_768, 0, 16_384) })).channels[0]]).toEqual([-1, 0, 0.5]);
    expect([...read(wavFile({ bits: 24, data: Buffer.from([0, 0, 0x80, 0, 0, 0x40]) })).channels[0]]).toEqual([
      -1, 0.5,
    ]);
    expect([
      ...read(wavFile({ bits: 32, data: Buffer.from(new Int32Array([-(2 ** 31), 2 ** 30]).buffer) })).channels[0],
    ]).toEqual([-1, 0.5]);
  });

  it('reads float32, float64, an 18-byte and an extensible format chunk', () => {
    expect([
      ...read(wavFile({ tag: 3, bits: 32, data: Buffer.from(new Float32Array([0.25, -1]).buffer) })).channels[0],
    ]).toEqual([0.25, -1]);
    expect([
      ...read(wavFile({ tag: 3, bits: 64, data: Buffer.from(new Float64Array([0.25, -1]).buffer) })).channels[0],
    ]).toEqual([0.25, -1]);
    expect([
      ...read(wavFile({ tag: 3, bits: 32, fmtBytes: 18, data: Buffer.from(new Float32Array([0.5]).buffer) }))
        .channels[0],
    ]).toEqual([0.5]);
    expect([...read(wavFile({ bits: 24, fmtBytes: 40, data: Buffer.from([0, 0, 0x40]) })).channels[0]]).toEqual([0.5]);
  });

  it('reads A-law and µ-law, a byte a sample on a logarithmic scale', () => {
    const values = (tag: number, bytes: number[]) => {
      const file = join(temporaryFolder(), 'telephone.wav');
      writeFileSync(file, wavFile({ tag, bits: 8, fmtBytes: 18, data: Buffer.from(bytes) }));
      return [...readWavExcerpt(file, 0, 1).channels[0]].map((value) => value * 2 ** 15 + 0);
    };
    // What Python's audioop gives for the same bytes, in 16 bits.
    expect(values(7, [0x00, 0x80, 0xff, 0x7f, 0xa0, 0x2f])).toEqual([-32_124, 32_124, 0, 0, 7932, -4092]);
    expect(values(6, [0x2a, 0xaa, 0xd5, 0x55, 0x80, 0x00])).toEqual([-32_256, 32_256, 8, -8, 5504, -5504]);
  });

  it('separates channels and steps over a chunk of odd length', () => {
    const odd = Buffer.concat([
      Buffer.from('LIST', 'latin1'),
      Buffer.from([3, 0, 0, 0]),
      Buffer.from('abc\0', 'latin1'),
    ]);
    const { channels } = read(wavFile({ channels: 2, before: odd, data: int16(16_384, -16_384, 0, 8192) }));
    expect(channels.map((channel) => [...channel])).toEqual([
      [0.5, 0],
      [-0.5, 0.25],
    ]);
  });

  it.each([0, 0xffffffff])('reads a streamed file (data size %i) to its end, quickly, with a warning', (dataSize) => {
    const started = performance.now();
    const { channels, header } = read(wavFile({ dataSize, data: int16(16_384, 0, -16_384) }));
    expect([...channels[0]]).toEqual([0.5, 0, -0.5]);
    expect(header.warning).toMatchObject(saying('audio.no-length'));
    expect(performance.now() - started).toBeLessThan(1000);
  });

  it('reads a cut-off file to its end with a warning', () => {
    const { channels, header } = read(
      wavFile({ dataSize: 4000, data: Buffer.concat([int16(16_384, 8192), Buffer.from([1])]) }),
    );
    expect([...channels[0]]).toEqual([0.5, 0.25]);
    expect(header.warning).toMatchObject(saying('audio.cut-off', { promised: 4000, present: 5 }));
  });

  it.each<[string, Buffer, RegExp]>([
    ['empty', Buffer.alloc(0), /is empty/],
    ['text', Buffer.from('hello, this is no sound at all'), /not a RIFF\/WAVE/],
    ['no data chunk', wavFile({ data: int16(1) }).subarray(0, 36), /no data chunk/],
    ['no samples', wavFile({ data: Buffer.alloc(0) }), /no samples/],
    ['ADPCM', wavFile({ tag: 2, bits: 4, data: Buffer.from([1, 2]) }), /encoding 2/],
    ['40-bit', wavFile({ bits: 40, data: int16(1) }), /40-bit/],
    ['no channels', wavFile({ channels: 0, data: int16(1) }), /0 channels/],
  ])('refuses a file that is %s and says why', (_name, bytes, message) => {
    expect(() => read(bytes)).toThrow(message);
  });

  it('writes what it reads', () => {
    const samples = Float32Array.from({ length: 100 }, (_, i) => Math.sin(i / 5) * 0.9);
    const back = read(Buffer.from(encodeWav16(samples, 22_050))).channels[0];
    expect(samples.every((value, i) => Math.abs(value - back[i]) < 1e-4)).toBe(true);
  });
});
