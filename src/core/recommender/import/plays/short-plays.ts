import { say } from '../../../../shared/messages/say.ts';
import { columnWords, noteUnused } from '../text/columns.ts';
import type { ImportReport } from '../report.ts';
import { RowsOfPlays } from './rows-of-plays.ts';

/** Spotify counts a stream from this duration on. */
const LEAST_SECONDS_PLAYED = 30;

/** Columns that say how long a song was played, and how many of their unit make a second. */
const DURATIONS: readonly [names: RegExp, unitsASecond: number][] = [
  [
    /^(ms|milliseconds|millis) (played|listened|streamed)$|^(played|listened) (ms|millis|milliseconds)$|^msplayed$/,
    1000,
  ],
  [/^(play|played|playback|stream|streaming|listen|listening) (duration|time) (in )?(milliseconds|millis|ms)$/, 1000],
  [/^(listening time|(seconds|secs) (played|listened)|play duration seconds|(played|listened) (seconds|secs))$/, 1],
];
/** Yambda tells how much of a recording of this length was played. */
const SHARE = /^played ratio pct$/;
const LENGTH = /^track length seconds$/;

/** Whether the person went on to the next song; histories of Spotify and others have it beside the duration. */
const SKIPPED = /^(was |is )?skipped$/;
const YES = /^(true|1|yes|y|t|skipped)$/i;
const FLAG = /^(true|false|[01]|yes|no|[yntf]|(not )?skipped)?$/i;

export function isShortPlay(secondsPlayed: number): boolean {
  return secondsPlayed < LEAST_SECONDS_PLAYED;
}

/**
 * Leaves out rows of a table that are no listens: of something else, or played for less than 30 s. Where a duration is
 * not known, a song that was skipped is none; where it is, a song that was skipped later was listened to.
 */
export class PlayFilter {
  readonly #duration: { column: number; unitsASecond: number } | null = null;
  readonly #rows: RowsOfPlays;
  readonly #share: number;
  readonly #length: number;
  readonly #skip: number;
  /** Columns that decide nothing though they seem to; one that counts how often a song was skipped is one. */
  readonly #unused: string[];
  /** The columns that decide what is a listen. */
  readonly #judges: string[];
  #skipped = 0;
  #short = 0;

  /** @param times columns that say when: none of them says how long */
  constructor(header: readonly string[], sample: readonly (readonly string[])[], times: readonly number[] = []) {
    const words = header.map((name, column) => (times.includes(column) ? '' : columnWords(name)));
    this.#rows = new RowsOfPlays(header, sample, times);
    this.#share = words.findIndex((name) => SHARE.test(name));
    this.#length = words.findIndex((name) => LENGTH.test(name));
    const skip = words.findIndex((name) => SKIPPED.test(name));
    const isFlag = sample.every((fields) => FLAG.test((fields[skip] ?? '').trim()));
    this.#skip = isFlag ? skip : -1;
    this.#unused = [...this.#rows.unused, ...(isFlag ? [] : [header[skip]])];
    for (const [names, unitsASecond] of DURATIONS) {
      const column = words.findIndex((name) => names.test(name));
      if (column >= 0) this.#duration ??= { column, unitsASecond };
    }
    const share = this.#share >= 0 && this.#length >= 0 ? [this.#share, this.#length] : [];
    const judges = [...this.#rows.columns, ...share, this.#duration?.column ?? -1, this.#skip];
    this.#judges = judges.filter((column) => column >= 0).map((column) => header[column].trim());
  }

  /** A duration that is missing or no number leaves nothing out. */
  isListen(fields: readonly string[]): boolean {
    if (!this.#rows.isPlay(fields)) return false;
    if (this.#share >= 0 && this.#length >= 0 && this.#isShortShare(fields)) {
      this.#short++;
      return false;
    }
    const text = this.#duration === null ? '' : fields[this.#duration.column].trim();
    if (this.#duration === null || text === '') return this.#isToTheEnd(fields);
    if (!isShortPlay(Number(text) / this.#duration.unitsASecond)) return true;
    this.#short++;
    return false;
  }

  #isShortShare(fields: readonly string[]): boolean {
    const [share, length] = [fields[this.#share], fields[this.#length]];
    return share !== '' && length !== '' && isShortPlay((Number(share) / 100) * Number(length));
  }

  #isToTheEnd(fields: readonly string[]): boolean {
    const isSkipped = this.#skip >= 0 && YES.test(fields[this.#skip].trim());
    if (isSkipped) this.#skipped++;
    return !isSkipped;
  }

  note(report: ImportReport, name: string): void {
    if (this.#judges.length > 0) report.notes.push(say('import.columns-of-listening', { columns: this.#judges }));
    noteUnused({ report }, this.#unused, {});
    this.#rows.note(report, name);
    if (this.#skipped > 0) report.notes.push(say('import.skipped-plays', { name, plays: this.#skipped }));
    if (this.#short > 0) report.notes.push(say('import.short-plays', { name, plays: this.#short }));
  }
}
