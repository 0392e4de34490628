import { say } from '../../../../shared/messages/say.ts';
import type { ImportReport } from '../report.ts';
import { columnWords } from '../text/columns.ts';

type Row = readonly string[];

/** A column whose words say whether a row is a play: what happened, what somebody thought of it, what was played. */
interface Kind {
  headings: RegExp;
  /** Words of rows that are plays, the surest first: of several that a file has, only the surest is a play. */
  plays: readonly RegExp[];
  others: RegExp;
  /** Whether a word that is unknown is of a play. */
  takesUnknown: boolean;
  /** Whether every row has to have a known word: a play may also be one that somebody liked. */
  needsAll: boolean;
}

const FEEDBACK = /^(user )?(feedback|thumbs?|reaction|opinion|vote|sentiment)( (type|kind|value))?$|^(is )?positive$/;
const LIKED = /^((is )?positive|(thumbs? ?)?up|liked?|loved?)$/;
const DISLIKED = /^((is )?negative|(thumbs? ?)?down|disliked?|hated?|ban(ned)?)$/;
const UP = new RegExp(`${LIKED.source}|^(good|\\+?1|true|yes)$`);
const DOWN = new RegExp(`${DISLIKED.source}|^(bad|-1|0|false|no)$`);
const EVENT_WORDS = {
  plays: [
    /^(((song|track|play) )?(end(ed)?|completed?|finish(ed)?)|listen(ed)?|scrobbled?)$/,
    /^((song|track|music) ?)?(play(ed|ing|back)?|streamed|stream)$|^next ?song$/,
    LIKED,
  ],
  others: new RegExp(
    `${DISLIKED.source}|^(skip(ped)?|un(dis)?liked?|paused?|resumed?|seek|stop(ped)?|((song|track|play) )?start(ed)?|` +
      'add(ed)?( .*)?|removed?( .*)?|shared?|search(ed)?|view(ed)?|click(ed)?|impression|follow(ed)?)$',
  ),
  takesUnknown: false,
};
const KINDS: readonly Kind[] = [
  {
    ...EVENT_WORDS,
    headings: /^(user )?(event|action|interaction|activity)( (type|kind|name))?$/,
    needsAll: false,
  },
  { ...EVENT_WORDS, headings: /^(type|kind)$/, needsAll: true },
  { headings: FEEDBACK, plays: [UP], others: DOWN, takesUnknown: false, needsAll: true },
  {
    headings: /^((media|item|content|entry) )?(type|kind)$/,
    plays: [/^(music|audio|songs?|((music|audio) ?)?tracks?|recordings?)$/],
    others: new RegExp(
      '^(tv( .*)?|((tv|podcast) ?)?(episodes?|shows?|series)|movies?|films?|podcasts?|audiobooks?|live|clips?|' +
        'trailers?)$',
    ),
    takesUnknown: true,
    needsAll: false,
  },
];
/** Says of a play what does not matter here, and of which a reader may think that it does. */
const BESIDE = /^((is )?incognito|incognito mode|private session|likes?|(is )?(dis)?liked|banned)$/;
const VALUES_SHOWN = 6;
const MOST_VALUES = 1000;
const MORE = '…';

interface Judge {
  column: number;
  plays: RegExp[];
  others: RegExp;
  takesUnknown: boolean;
  leftOut: Map<string, number>;
}

/** Leaves out rows that tell of something else than a play, by the words of columns that say what a row is. */
export class RowsOfPlays {
  readonly #header: Row;
  readonly #judges: Judge[] = [];
  readonly #ofFeedback: boolean;
  /** Columns that may seem to decide, and do not. */
  readonly unused: string[] = [];

  constructor(header: Row, sample: readonly Row[], times: readonly number[]) {
    this.#header = header;
    let ofFeedback = false;
    for (const [column, name] of header.entries()) {
      const words = times.includes(column) ? '' : columnWords(name);
      const kinds = KINDS.filter(({ headings }) => headings.test(words));
      const judge = kinds.map((kind) => judgeOf(kind, column, sample)).find((one) => one !== null);
      if (judge) this.#judges.push(judge);
      else if (kinds.length > 0 || BESIDE.test(words)) this.unused.push(name);
      ofFeedback ||= judge?.plays.length === 1 && [UP, LIKED].includes(judge.plays[0]);
    }
    this.#ofFeedback = ofFeedback;
  }

  get columns(): number[] {
    return this.#judges.map(({ column }) => column);
  }

  isPlay(fields: Row): boolean {
    for (const { column, plays, others, takesUnknown, leftOut } of this.#judges) {
      const word = wordIn(fields, column);
      const isPlay = plays.some((one) => one.test(word)) || (takesUnknown && !others.test(word));
      if (isPlay) continue;
      const value = (fields[column] ?? '').trim();
      const written = leftOut.has(value) || leftOut.size < MOST_VALUES ? value : MORE;
      leftOut.set(written, (leftOut.get(written) ?? 0) + 1);
      return false;
    }
    return true;
  }

  note(report: ImportReport, name: string): void {
    for (const { column, leftOut } of this.#judges) {
      const found = [...leftOut].sort(([, a], [, b]) => b - a);
      const rows = found.reduce((sum, [, own]) => sum + own, 0);
      const values = found.slice(0, VALUES_SHOWN).map(([value, own]) => `“${value}” (${own})`);
      if (rows > 0)
        report.notes.push(say('import.rows-no-plays', { name, rows, column: this.#header[column], values }));
    }
    if (this.#ofFeedback) report.notes.push(say('import.liked-as-listens'));
  }
}

/** Null where a column's words say nothing of plays. */
function judgeOf(
  { plays, others, takesUnknown, needsAll }: Kind,
  column: number,
  sample: readonly Row[],
): Judge | null {
  const words = sample.map((fields) => wordIn(fields, column));
  const isKnown = (word: string) => others.test(word) || plays.some((one) => one.test(word));
  const surest = plays.find((one) => words.some((word) => one.test(word)));
  const isJudge = takesUnknown ? surest !== undefined : needsAll ? words.every(isKnown) : words.some(isKnown);
  if (sample.length === 0 || !isJudge) return null;
  return { column, plays: surest ? [surest] : [...plays], others, takesUnknown, leftOut: new Map() };
}

function wordIn(fields: Row, column: number): string {
  return (fields[column] ?? '')
    .trim()
    .toLowerCase()
    .replaceAll(/[\s_-]+/g, (gap, at) => (at === 0 ? gap : ' '));
}
