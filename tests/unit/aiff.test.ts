import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readAudioExcerpt } from '../../src/core/recommender/audio/decode.ts';
import { ROOT } from '../support/fixtures.ts';
import { saying, telling } from '../support/messages.ts';
import { fileOf } from '../support/mobility.ts';

const FIXTURES = join(ROOT, 'tests', 'fixtures');
const RATE = Buffer.from('400dac44000000000000', 'hex'); // 22,050 Hz

const read = (bytes: Buffer) => readAudioExcerpt(fileOf('a.bin', bytes), 0, 3);
const samplesOf = async (bytes: Buffer) => (await read(bytes)).channels.map((samples) => [...samples]);

function chunk(name: string, body: Buffer): Buffer {
  const head = Buffer.alloc(8);
  head.write(name);
  head.writeUInt32BE(body.length, 4);
  return Buffer.concat([head, body, Buffer.alloc(body.length % 2)]);
}

function comm(channels: number, frames: number, bits: number, compression = ''): Buffer {
  const body = Buffer.alloc(8);
  body.writeUInt16BE(channels, 0);
  body.writeUInt32BE(frames, 2);
  body.writeUInt16BE(bits, 6);
  return chunk('COMM', Buffer.concat([body, RATE, Buffer.from(compression)]));
}

/** Sound data, `offset` bytes behind the header of their chunk. */
function ssnd(data: Buffer, offset = 0): Buffer {
  const head = Buffer.alloc(8 + offset, 0xaa);
  head.writeUInt32BE(offset, 0);
  return chunk('SSND', Buffer.concat([head, data]));
}

function form(type: string, ...chunks: Buffer[]): Buffer {
  return chunk('FORM', Buffer.concat([Buffer.from(type), ...chunks]));
}

function au(encoding: number, data: Buffer, size = data.length): Buffer {
  const head = Buffer.alloc(28);
  head.write('.snd');
  [28, size, encoding, 22_050, 1].forEach((value, i) => head.writeUInt32BE(value, 4 + 4 * i));
  return Buffer.concat([head, data]);
}

describe('AIFF and AU', () => {
  it.each(['tone-24.aiff', 'tone-sowt.aifc', 'tone-f32.aifc', 'tone.au'])(
    '%s of ffmpeg has the samples of its WAV',
    async (name) => {
      const wave = await readAudioExcerpt(join(FIXTURES, 'tone.wav'), 0, 0.1);
      const { channels, sampleRate, durationSeconds, warning } = await readAudioExcerpt(join(FIXTURES, name), 0, 3);
      expect([sampleRate, durationSeconds, warning]).toEqual([22_050, 0.1, null]);
      expect(channels).toEqual(wave.channels);
    },
  );

  it('have integers of 8 to 32 bits with full scale at ±1, those of 12 bits in whole bytes', async () => {
    const values = async (bits: number, hex: string) => {
      const data = Buffer.from(hex, 'hex');
      const frames = data.length / Math.ceil(bits / 8);
      return (await samplesOf(form('AIFF', comm(1, frames, bits), ssnd(data))))[0];
    };
    expect(await values(8, '80007f')).toEqual([-1, 0, 127 / 128]);
    expect(await values(12, '80004000')).toEqual([-1, 0.5]);
    expect(await values(24, '800000400001')).toEqual([-1, Math.fround((2 ** 22 + 1) / 2 ** 23)]);
    expect(await values(32, '8000000040000000')).toEqual([-1, 0.5]);
    expect((await samplesOf(au(2, Buffer.from('8000', 'hex'))))[0]).toEqual([-1, 0]);
    expect((await samplesOf(au(4, Buffer.from('400000', 'hex'))))[0]).toEqual([0.5]);
  });

  it('have bytes without a sign, doubles and telephone’s laws where they say so', async () => {
    const values = async (compression: string, bits: number, hex: string) => {
      const data = Buffer.from(hex, 'hex');
      return (await samplesOf(form('AIFC', comm(1, data.length / (bits / 8), bits, compression), ssnd(data))))[0];
    };
    expect(await values('raw ', 8, '0080ff')).toEqual([-1, 0, 127 / 128]);
    expect(await values('fl64', 64, '3fe0000000000000')).toEqual([0.5]);
    expect(await values('ulaw', 8, '0080')).toEqual([-32_124 / 2 ** 15, 32_124 / 2 ** 15]);
    expect((await samplesOf(au(27, Buffer.from('2aaa', 'hex'))))[0]).toEqual([-32_256 / 2 ** 15, 32_256 / 2 ** 15]);
  });

  it('are read with their chunks in any order, and their sound behind an offset', async () => {
    const data = Buffer.from('4000c000', 'hex');
    const odd = chunk('ANNO', Buffer.from('odd'));
    expect(await samplesOf(form('AIFF', odd, ssnd(data, 5), comm(2, 1, 16)))).toEqual([[0.5], [-0.5]]);
  });

  it('that are cut off or streamed are read to their end, and say so', async () => {
    const data = Buffer.from('40002000', 'hex');
    const cut = await read(form('AIFF', comm(1, 3, 16), ssnd(data)));
    expect([...cut.channels[0]]).toEqual([0.5, 0.25]);
    expect(cut.warning).toEqual(saying('audio.cut-off', { promised: 6, present: 4 }));
    const open = form('AIFF', comm(1, 0, 16), ssnd(data));
    expect(await read(open)).toMatchObject({ warning: saying('audio.no-length') });
    const stream = await read(au(3, data, 0xffffffff));
    expect([...stream.channels[0]]).toEqual([0.5, 0.25]);
    expect(stream.warning).toEqual(saying('audio.no-length'));
  });

  it.each<[string, Buffer, ReturnType<typeof telling>]>([
    ['of ADPCM', form('AIFC', comm(1, 64, 16, 'ima4'), ssnd(Buffer.alloc(34))), telling('audio.format-not-read')],
    ['of an AU with G.721', au(23, Buffer.alloc(8)), telling('audio.format-not-read', { format: 'AU (23)' })],
    ['without a format', form('AIFF', ssnd(Buffer.alloc(4))), telling('audio.no-format-chunk')],
    ['without sound', form('AIFF', comm(1, 4, 16)), telling('audio.no-data-chunk')],
    ['without samples', form('AIFF', comm(1, 4, 16), ssnd(Buffer.alloc(0))), telling('audio.no-samples')],
    ['of 40 bits', form('AIFF', comm(1, 1, 40), ssnd(Buffer.alloc(5))), telling('audio.unsupported-samples')],
    ['without channels', form('AIFF', comm(0, 1, 16), ssnd(Buffer.alloc(2))), telling('audio.too-many-channels')],
  ])('%s are refused', async (_what, bytes, reason) => {
    await expect(read(bytes)).rejects.toEqual(reason);
  });
});
