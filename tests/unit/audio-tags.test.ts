import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { deflateSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { genreOf } from '../../src/core/recommender/audio/id3-genres.ts';
import { readId3 } from '../../src/core/recommender/audio/id3.ts';
import { readAudioTags } from '../../src/core/recommender/audio/tags.ts';
import { ROOT } from '../support/fixtures.ts';
import { fileOf } from '../support/mobility.ts';

const sevenBits = (size: number) =>
  Buffer.from([(size >> 21) & 127, (size >> 14) & 127, (size >> 7) & 127, size & 127]);
const plainSize = (size: number) => Buffer.from([0, size >> 16, (size >> 8) & 255, size & 255]);

function tagOf(version: number, flags: number, frames: Buffer): Buffer {
  return Buffer.concat([Buffer.from('ID3'), Buffer.from([version, 0, flags]), sevenBits(frames.length), frames]);
}

function frame(version: number, name: string, body: Buffer, flags = 0, size = body.length): Buffer {
  if (version === 2) return Buffer.concat([Buffer.from(name), plainSize(size).subarray(1), body]);
  const length = version === 4 ? sevenBits(size) : plainSize(size);
  return Buffer.concat([Buffer.from(name), length, Buffer.from([0, flags]), body]);
}

const latin1 = (text: string) => Buffer.from(`\0${text}`, 'latin1');

describe('tags of recordings', () => {
  it('are read as mutagen writes them', () => {
    const jay = { title: '晴天 ÿ', album: '叶惠美', year: 2003 };
    const joga = { title: 'Jóga', artist: 'Björk, Z', album: 'Homogenic', year: 1997, genres: ['Trip-Hop', 'Art Pop'] };
    const read = (name: string) => readAudioTags(join(ROOT, 'tests', 'fixtures', 'tags', name));
    expect(read('id3-2.3-utf16.mp3')).toEqual({ ...jay, artist: '周杰伦', genres: ['Rock'] });
    expect(read('id3-2.4-utf8.mp3')).toEqual({ ...jay, artist: '周杰伦, B', genres: ['Mandopop', 'Rock'] });
    expect(read('comments.flac')).toEqual(joga);
    expect(read('comments.ogg')).toEqual(joga);
    expect(read('cover.opus')).toEqual(joga);
    expect(read('ape.mp3')).toEqual(joga);
    const halo = { title: 'Halo', artist: 'Beyoncé', album: null, year: null, genres: ['R&B'] };
    expect(read('id3.wav')).toEqual(halo);
    expect(read('id3.aiff')).toEqual(halo);
    expect(readAudioTags(join(ROOT, 'tests', 'fixtures', 'tone.mp3'))).toMatchObject({ title: null, genres: [] });
  });

  it('of ID3v2.2, and unsynchronised as a whole or in a frame, packed, in sizes of 8 bits', () => {
    expect(
      readId3(tagOf(2, 0, Buffer.concat([frame(2, 'TT2', latin1('Old')), frame(2, 'TP1', latin1('A'))]))),
    ).toMatchObject({ title: 'Old', artist: 'A' });
    const wide = Buffer.concat([Buffer.from([1, 0xff, 0xfe]), Buffer.from('ÿÿ', 'utf16le')]);
    const stuffed = Buffer.from(wide.toString('hex').replaceAll('ff', 'ff00'), 'hex');
    expect(readId3(tagOf(3, 0x80, frame(3, 'TIT2', stuffed, 0, wide.length))).title).toBe('ÿÿ');
    expect(readId3(tagOf(4, 0, frame(4, 'TIT2', stuffed, 0x02))).title).toBe('ÿÿ');
    const packed = Buffer.concat([sevenBits(5), deflateSync(latin1('Pack'))]);
    expect(readId3(tagOf(4, 0, frame(4, 'TIT2', packed, 0x09))).title).toBe('Pack');
    const long = latin1('x'.repeat(200));
    const wrong = Buffer.concat([frame(3, 'TIT2', long), frame(3, 'TPE1', latin1('A'))]);
    expect(readId3(tagOf(4, 0, wrong))).toMatchObject({ title: 'x'.repeat(200), artist: 'A' });
  });

  it('that are said to be Latin-1 are in the encoding that their bytes tell', () => {
    const read = (hex: string) => readId3(tagOf(3, 0, frame(3, 'TIT2', Buffer.from(`00${hex}`, 'hex')))).title;
    expect(read('4265796f6e63e9')).toBe('Beyoncé');
    expect(read('c7e7ccecb5c4b8e8')).toBe('晴天的歌');
    expect(read(Buffer.from('Jóga').toString('hex'))).toBe('Jóga');
  });

  it('of APE stand before ID3v1, and none are taken from a damaged one', () => {
    const ape = readFileSync(join(ROOT, 'tests', 'fixtures', 'tags', 'ape.mp3'));
    const old = Buffer.alloc(128);
    old.write('TAGOther');
    const both = readAudioTags(fileOf('a.mp3', Buffer.concat([ape, old])));
    expect(both).toMatchObject({ title: 'Jóga', genres: ['Trip-Hop', 'Art Pop'] });
    const damaged = Buffer.from(ape);
    damaged.writeUInt32LE(0xffff_ffff, damaged.length - 20);
    expect(readAudioTags(fileOf('b.mp3', damaged))).toMatchObject({ title: null, artist: null });
  });

  it('of AIFF without ID3 are its texts', () => {
    const aiff = readFileSync(join(ROOT, 'tests', 'fixtures', 'tone-24.aiff'));
    const texts = Buffer.from('NAME\0\0\0\x05Halo!\0AUTH\0\0\0\x07Beyonc\xe9\0', 'latin1');
    expect(readAudioTags(fileOf('a.aif', Buffer.concat([aiff, texts])))).toMatchObject({
      title: 'Halo!',
      artist: 'Beyoncé',
    });
  });

  it('of RIFF and ID3v1, and none of what is no recording', () => {
    const wav = readFileSync(join(ROOT, 'tests', 'fixtures', 'tone.wav'));
    const info = Buffer.from('LIST\x16\0\0\0INFOINAM\x05\0\0\0Halo\0\0IART', 'latin1');
    expect(readAudioTags(fileOf('a.wav', Buffer.concat([wav, info])))).toMatchObject({ title: 'Halo', artist: null });
    const old = Buffer.alloc(128);
    old.write('TAGHalo');
    old.write('Beyonc\xe9', 33, 'latin1');
    old.write('2008', 93);
    old[127] = 13;
    expect(readAudioTags(fileOf('a.mp3', Buffer.concat([Buffer.alloc(500), old])))).toEqual({
      title: 'Halo',
      artist: 'Beyoncé',
      album: null,
      year: 2008,
      genres: ['Pop'],
    });
    expect(readAudioTags(fileOf('b.wav', Buffer.from('no recording')))).toMatchObject({ title: null });
  });

  it('name genres by numbers, with refinements', () => {
    expect(['17', '(17)', '(4)Eurodisco', '(RX)(CR)', 'Rock', '(12)', '255'].map(genreOf)).toEqual([
      ['Rock'],
      ['Rock'],
      ['Eurodisco'],
      ['Remix', 'Cover'],
      ['Rock'],
      [],
      [],
    ]);
  });
});
