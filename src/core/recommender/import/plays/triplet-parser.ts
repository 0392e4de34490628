import { say } from '../../../../shared/messages/say.ts';
import { isUtf8 } from 'node:buffer';
import { HASH_OF_NOTHING, hashWith, isPlain, KeyTable, LOOKUP_WORDS, viewOf } from './key-table.ts';
import type { Message } from '../../../../shared/messages/message.ts';

const TAB = 9;
const NEWLINE = 10;
const RETURN = 13;
const ZERO = 48;
export const LARGEST_COUNT = 2 ** 31 - 1;
const ROWS_AT_ONCE = 256;
/** Of a row: start of the line, end of its listener (0: as before), that one's hash, count, end of the line. */
const ROW_WORDS = 5;

export interface TripletSink {
  /** One valid line: indices into the two key tables, and a count from 1 to 2^31 − 1. */
  triplet(listener: number, song: number, count: number): void;
  reject(line: number, field: string, reason: Message): void;
  /** A count that is not written in plain digits; why not, if it is none. */
  count?(text: string): number | Message;
  /** Why an id is none; asked once of each that is new. */
  unknown?(id: string): Message | null;
}

/**
 * Reads `listener⇥song⇥count` lines from buffers of whole lines. Ids are opaque non-empty UTF-8 strings. Nothing is
 * decoded on the way: ids are
 * hashed and compared as bytes.
 */
export class TripletParser {
  readonly listeners: KeyTable;
  readonly songs: KeyTable;
  lines = 0;
  readonly #sink: TripletSink;
  /** The previous line's listener, if it is in the same chunk: files are grouped by listener, so most repeat it. */
  #previousStart = 0;
  #previousLength = 0;
  /** Lines that are right, until their songs are looked up together. */
  readonly #rows = new Int32Array(ROWS_AT_ONCE * ROW_WORDS);
  readonly #songsOfRows = new Int32Array(ROWS_AT_ONCE * LOOKUP_WORDS);
  #waiting = 0;
  /** The number of the first of them. */
  #firstLine = 0;
  /** Of the row that was taken last; −1 if it was refused. */
  #listener = -1;
  #view: DataView = new DataView(new ArrayBuffer(0));
  /** Of the field that was read last. */
  #hash = 0;
  /** All bytes of the line's ids that are not plain. */
  #high = 0;

  constructor(sink: TripletSink, listeners = new KeyTable(), songs = new KeyTable()) {
    this.#sink = sink;
    this.listeners = listeners;
    this.songs = songs;
    const { unknown } = sink;
    if (unknown) for (const table of [listeners, songs]) table.refuses = (key) => unknown(key) !== null;
  }

  parse(lines: Uint8Array): void {
    // With a newline at the end, the loops below need no bounds check.
    const chunk =
      lines.length === 0 || lines[lines.length - 1] === NEWLINE
        ? lines
        : Buffer.concat([lines, Buffer.from([NEWLINE])]);
    let start = 0;
    this.#view = viewOf(chunk);
    this.#previousLength = 0;
    if (this.lines === 0 && chunk[0] === 0xef && chunk[1] === 0xbb && chunk[2] === 0xbf) start = 3;
    while (start < chunk.length) start = this.#line(chunk, start);
    this.#take(chunk);
  }

  /** Parses the line that starts at `start`; returns where the next one starts. */
  #line(chunk: Uint8Array, start: number): number {
    this.lines++;
    this.#high = 0;
    const repeated = this.#repeatsListener(chunk, start);
    const listenerEnd = repeated ? start + this.#previousLength : this.#field(chunk, start);
    if (chunk[listenerEnd] !== TAB) return this.#malformed(chunk, start);
    const listenerHash = this.#hash;
    const songStart = listenerEnd + 1;
    const songEnd = this.#field(chunk, songStart);
    if (chunk[songEnd] !== TAB) return this.#malformed(chunk, start);
    const countStart = songEnd + 1;
    let position = countStart;
    let byte = 0;
    let count = 0;
    while ((byte = chunk[position] - ZERO) >= 0 && byte <= 9) {
      count = count * 10 + byte;
      position++;
    }
    let end = position;
    if (chunk[end] === RETURN) end++;
    const clean = chunk[end] === NEWLINE;
    if (
      !clean ||
      position === countStart ||
      count < 1 ||
      count > LARGEST_COUNT ||
      listenerEnd === start ||
      songEnd === songStart
    )
      return this.#malformed(chunk, start);
    if (this.#high > 127 && !(isUtf8(chunk.subarray(start, listenerEnd)) && isUtf8(chunk.subarray(songStart, songEnd))))
      return this.#malformed(chunk, start);
    this.#previousStart = start;
    this.#previousLength = listenerEnd - start;
    if (this.#waiting === 0) this.#firstLine = this.lines;
    const row = this.#waiting * ROW_WORDS;
    this.#rows[row] = start;
    this.#rows[row + 1] = repeated ? 0 : listenerEnd;
    this.#rows[row + 2] = listenerHash;
    this.#rows[row + 3] = count;
    this.#rows[row + 4] = end;
    const song = this.#waiting * LOOKUP_WORDS;
    this.#songsOfRows[song] = songStart;
    this.#songsOfRows[song + 1] = songEnd - songStart;
    this.#songsOfRows[song + 2] = this.#hash;
    if (++this.#waiting === ROWS_AT_ONCE) this.#take(chunk);
    return end + 1;
  }

  /** Takes the lines that wait, in their order. */
  #take(chunk: Uint8Array): void {
    const [rows, songs, view, n] = [this.#rows, this.#songsOfRows, this.#view, this.#waiting];
    this.#waiting = 0;
    this.songs.findMany(songs, n, chunk, view);
    for (let i = 0; i < n; i++) {
      const row = i * ROW_WORDS;
      const key = i * LOOKUP_WORDS;
      if (rows[row + 1] > 0)
        this.#listener = this.listeners.intern(chunk, rows[row], rows[row + 1], rows[row + 2], view);
      let song = this.#listener < 0 ? -1 : songs[key + 3];
      if (song < 0 && this.#listener >= 0)
        song = this.songs.intern(chunk, songs[key], songs[key] + songs[key + 1], songs[key + 2], view);
      if (song >= 0) this.#sink.triplet(this.#listener, song, rows[row + 3]);
      else this.#refuse(chunk, rows[row], rows[row + 4], this.#firstLine + i, this.#listener < 0 ? 'listener' : 'song');
    }
  }

  /** Where the field that starts at `start` ends: at a tab or the end of the line. */
  #field(chunk: Uint8Array, start: number): number {
    const view = this.#view;
    const last = view.byteLength - 4;
    let hash = HASH_OF_NOTHING;
    let at = start;
    for (; at <= last; at += 4) {
      const word = view.getInt32(at, true);
      if (!isPlain(word)) break;
      hash = hashWith(hash, word);
    }
    for (let byte = 0; (byte = chunk[at]) !== TAB && byte !== NEWLINE; at++) {
      hash = hashWith(hash, byte);
      this.#high |= byte;
    }
    this.#hash = hash;
    return at;
  }

  #repeatsListener(chunk: Uint8Array, start: number): boolean {
    const length = this.#previousLength;
    if (length === 0 || start + length >= chunk.length || chunk[start + length] !== TAB) return false;
    const previous = this.#previousStart;
    const view = this.#view;
    let i = 0;
    for (; i + 4 <= length; i += 4)
      if (view.getInt32(start + i, true) !== view.getInt32(previous + i, true)) return false;
    for (; i < length; i++) if (chunk[start + i] !== chunk[previous + i]) return false;
    return true;
  }

  #refuse(chunk: Uint8Array, start: number, end: number, line: number, field: 'listener' | 'song'): void {
    const [listener, song] = Buffer.from(chunk.subarray(start, end)).toString('utf8').split('\t');
    const reason = this.#sink.unknown?.(field === 'listener' ? listener : song);
    this.#sink.reject(line, field, reason ?? say('import.is-empty'));
  }

  /** The slow path: says which field is wrong and why. */
  #malformed(chunk: Uint8Array, start: number): number {
    this.#take(chunk);
    const newline = chunk.indexOf(NEWLINE, start);
    const end = newline < 0 ? chunk.length : newline;
    const [field, reason] = explainLine(chunk.subarray(start, end));
    const refused = field === 'count' ? this.#takeWritten(chunk, start, end, reason) : ([field, reason] as const);
    if (refused) this.#sink.reject(this.lines, ...refused);
    return end + 1;
  }

  /** Takes a line whose count has signs between thousands, zeros behind a point or digits of another script. */
  #takeWritten(chunk: Uint8Array, start: number, end: number, reason: Message): [string, Message] | null {
    const text = Buffer.from(chunk.subarray(start, end)).toString('utf8').replace(/\r$/, '');
    const [listener, song, written] = text.split('\t');
    if (!this.#sink.count || /^-?\d+$/.test(written)) return ['count', reason];
    const count = this.#sink.count(written);
    if (typeof count !== 'number') return ['count', count];
    for (const [field, id] of [
      ['listener', listener],
      ['song', song],
    ]) {
      const unknown = this.#sink.unknown?.(id);
      if (unknown) return [field, unknown];
    }
    const keys = [this.listeners.internString(listener), this.songs.internString(song)] as const;
    this.#sink.triplet(...keys, Math.min(count, LARGEST_COUNT));
    return null;
  }
}

/** What is wrong with one line, as `[field, reason]`. */
export function explainLine(bytes: Uint8Array): [string, Message] {
  if (!isUtf8(bytes)) return ['line', say('import.not-utf-8')];
  const text = Buffer.from(bytes).toString('utf8').replace(/\r$/, '');
  if (text.trim() === '') return ['line', say('import.is-blank')];
  const fields = text.split('\t');
  if (fields.length !== 3) return ['line', say('import.wrong-fields-triplets', { fields: fields.length })];
  if (fields[0] === '') return ['listener', say('import.is-empty')];
  if (fields[1] === '') return ['song', say('import.is-empty')];
  const shown = fields[2].length > 24 ? `${fields[2].slice(0, 24)}…` : fields[2];
  if (!/^[0-9]+$/.test(fields[2])) return ['count', say('import.not-decimal', { text: shown })];
  if (Number(fields[2]) < 1) return ['count', say('import.is-below-1', { count: shown })];
  return ['count', say('import.is-above', { count: shown, largest: LARGEST_COUNT })];
}
