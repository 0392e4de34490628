import { say } from '../../../../shared/messages/say.ts';
import { isUtf8 } from 'node:buffer';
import { KeyTable } from './key-table.ts';
import type { Message } from '../../../../shared/messages/message.ts';

const TAB = 9;
const NEWLINE = 10;
const RETURN = 13;
const ZERO = 48;
const FNV_OFFSET = 0x811c9dc5;
const FNV_PRIME = 0x01000193;
export const LARGEST_COUNT = 2 ** 31 - 1;

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
  /**
   * The previous line's listener, if it is in the same chunk: files are grouped by listener, so most lines
   * repeat it.
   */
  #previousStart = 0;
  #previousLength = 0;
  #previousListener = 0;

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
    this.#previousLength = 0;
    if (this.lines === 0 && chunk[0] === 0xef && chunk[1] === 0xbb && chunk[2] === 0xbf) start = 3;
    while (start < chunk.length) start = this.#line(chunk, start);
  }

  /** Parses the line that starts at `start`; returns where the next one starts. */
  #line(chunk: Uint8Array, start: number): number {
    this.lines++;
    let position = start;
    let byte = 0;
    let high = 0;
    let listenerHash = FNV_OFFSET;
    const repeated = this.#repeatsListener(chunk, start);
    if (repeated) {
      position = start + this.#previousLength;
      byte = TAB;
    } else {
      while ((byte = chunk[position]) !== TAB && byte !== NEWLINE) {
        listenerHash = Math.imul(listenerHash ^ byte, FNV_PRIME);
        high |= byte;
        position++;
      }
    }
    const listenerEnd = position;
    if (byte !== TAB) return this.#malformed(chunk, start);
    const songStart = ++position;
    let songHash = FNV_OFFSET;
    while ((byte = chunk[position]) !== TAB && byte !== NEWLINE) {
      songHash = Math.imul(songHash ^ byte, FNV_PRIME);
      high |= byte;
      position++;
    }
    const songEnd = position;
    if (byte !== TAB) return this.#malformed(chunk, start);
    const countStart = ++position;
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
    if (high > 127 && !(isUtf8(chunk.subarray(start, listenerEnd)) && isUtf8(chunk.subarray(songStart, songEnd))))
      return this.#malformed(chunk, start);
    const listener = repeated ? this.#previousListener : this.listeners.intern(chunk, start, listenerEnd, listenerHash);
    if (listener < 0) return this.#refuse(chunk, start, end, 'listener');
    this.#previousStart = start;
    this.#previousLength = listenerEnd - start;
    this.#previousListener = listener;
    const song = this.songs.intern(chunk, songStart, songEnd, songHash);
    if (song < 0) return this.#refuse(chunk, start, end, 'song');
    this.#sink.triplet(listener, song, count);
    return end + 1;
  }

  #repeatsListener(chunk: Uint8Array, start: number): boolean {
    const length = this.#previousLength;
    if (length === 0 || start + length >= chunk.length || chunk[start + length] !== TAB) return false;
    const previous = this.#previousStart;
    for (let i = 0; i < length; i++) if (chunk[start + i] !== chunk[previous + i]) return false;
    return true;
  }

  #refuse(chunk: Uint8Array, start: number, end: number, field: 'listener' | 'song'): number {
    const [listener, song] = Buffer.from(chunk.subarray(start, end)).toString('utf8').split('\t');
    const reason = this.#sink.unknown?.(field === 'listener' ? listener : song);
    this.#sink.reject(this.lines, field, reason ?? say('import.is-empty'));
    return end + 1;
  }

  /** The slow path: says which field is wrong and why. */
  #malformed(chunk: Uint8Array, start: number): number {
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
