import type { Message } from '../../../shared/messages/message.ts';
import { type MessageId, say } from '../../../shared/messages/say.ts';
import type { Questions } from '../../imports/questions.ts';

export type RoleName =
  | 'listener'
  | 'song'
  | 'count'
  | 'rating'
  | 'time'
  | 'artist'
  | 'album'
  | 'title'
  | 'rank'
  | 'score'
  | 'key'
  | 'year'
  | 'duration'
  | 'tag'
  | 'tagKey'
  | 'genre'
  | 'language';

/** Who asks about columns, and where it is said which were taken. */
export interface ColumnsContext {
  questions: Questions;
  report: { notes: Message[] };
}

/** What a column can hold: names from the surest to the vaguest, as words in lower case. */
interface Role {
  names: readonly RegExp[];
  question: MessageId | null;
  taken: MessageId;
}

/** In a vague match, words that describe a listener or song instead of naming one. */
const ATTRIBUTE = /\b(age|gender|sex|country|city|language|name|title|genre|year|count|url|index|row)\b/;

const ROLES: Readonly<Record<RoleName, Role>> = {
  listener: {
    names: [
      /^(user|listener|customer|reviewer|member|participant|account|person) ?(id|key|hash)$|^(uid|u id|userid)$/,
      /^(user|listener|customer|reviewer|member|participant|username|user name)$/,
      /^(user|listener)\b/,
    ],
    question: 'ask.column-listener',
    taken: 'import.column-listener',
  },
  song: {
    names: [
      /^(song|track|item|recording|music|movie|product|book) ?(id|key|hash)$|^(sid|iid|tid|parent asin|asin|isbn)$/,
      /^(song|track|item|recording|movie|product|artist id|artist mbid|track mbid|anime id|business id)$/,
      /^(song|track|item|movie) (name|title)$|^title$/,
      /^(song|track|item|movie)\b/,
    ],
    question: 'ask.column-song',
    taken: 'import.column-song',
  },
  count: {
    names: [
      /^(plays|play ?counts?|listen ?counts?|listening ?counts?|number of plays|n plays|scrobbles)$/,
      /^(count|counts|listens|freq|frequency|times played|weight)$/,
      /\b(plays|playcount|count|listens)\b/,
    ],
    question: 'ask.column-count',
    taken: 'import.column-count',
  },
  rating: {
    names: [/^(rating|book rating|user rating|stars|score|overall)$/, /\b(rating|stars)\b/],
    question: 'ask.column-rating',
    taken: 'import.column-rating',
  },
  time: {
    names: [
      /^(uts|timestamp|unix ?time|unix review time|listened at|played at|ts|time ?stamp)$/,
      /^(utc time|date ?time|time|date|end time|date#.*)$/,
      /\b(timestamp|date|time)\b/,
    ],
    question: null, // several columns may hold the same time in other forms; the first that can be read is taken
    taken: 'import.column-time',
  },
  artist: {
    names: [/^(artist|artist name|performer)$/, /^artists?\b(?!.*\b(id|mbid)\b)/],
    question: 'ask.column-artist',
    taken: 'import.column-artist',
  },
  album: {
    names: [/^(album|album name|release|release name)$/],
    question: null,
    taken: 'import.column-album',
  },
  title: {
    names: [/^(track|title|song|track name|track title|song name|song title|name)$/],
    question: 'ask.column-title',
    taken: 'import.column-title',
  },
  rank: {
    names: [/^(rank|position|place|pos)$/, /\b(rank|position)\b/],
    question: null,
    taken: 'import.column-rank',
  },
  score: {
    names: [/^(score|prediction|predicted|pred|estimate|rating|value|probability)$/, /\b(score|prediction)\b/],
    question: null,
    taken: 'import.column-score',
  },
  key: {
    names: [
      /^(id|song id|track id|recording id|music id|sid|tid)$/,
      /^(item|movie|anime|book|video) ?id$/,
      /^artist (id|mbid)$|^artistid$/,
    ],
    question: null,
    taken: 'import.column-song',
  },
  year: { names: [/^(year|release year|year of release)$/], question: null, taken: 'import.column-year' },
  duration: {
    names: [/^(duration|length|track length)( (ms|millis|milliseconds|s|sec|seconds))?$/],
    question: null,
    taken: 'import.column-duration',
  },
  tag: {
    names: [/^(tags?|tag ?values?|tag names?|top tags|terms?)$/],
    question: null,
    taken: 'import.column-tag',
  },
  tagKey: { names: [/^tag ?id$/], question: null, taken: 'import.column-tag' },
  genre: { names: [/^(genres?|main genre|sub ?genres?|styles?)$/], question: null, taken: 'import.column-genre' },
  language: { names: [/^(lang|language)$/], question: null, taken: 'import.column-language' },
};

/** A column's name as words: `userID:token` and `"User-ID"` are both "user id". */
export function columnWords(name: string): string {
  return name
    .replace(/:(token|float|token_seq|float_seq)$/, '')
    .replace(/([a-z])([A-Z])/g, '$1 $2')
    .toLowerCase()
    .replace(/[\s_.\-/"]+/g, ' ')
    .trim();
}

/** The columns whose names fit a role best; several if none is better than the others. */
export function candidates(role: RoleName, header: readonly string[]): number[] {
  const words = header.map(columnWords);
  for (const [rank, pattern] of ROLES[role].names.entries()) {
    const found = words.flatMap((name, column) => {
      const isVague = rank === ROLES[role].names.length - 1 && (role === 'listener' || role === 'song');
      return pattern.test(name) && !(isVague && ATTRIBUTE.test(name)) ? [column] : [];
    });
    if (found.length > 0) return found;
  }
  return [];
}

/** All columns whose names fit a role at all, the best first. */
export function allCandidates(role: RoleName, header: readonly string[]): number[] {
  const words = header.map(columnWords);
  const found = ROLES[role].names.flatMap((pattern) =>
    words.flatMap((name, column) => (pattern.test(name) ? [column] : [])),
  );
  return [...new Set(found)];
}

/** Whether every one of these roles has a column of its own. */
export function fits(roles: readonly RoleName[], header: readonly string[]): boolean {
  const best = roles.map((role) => candidates(role, header));
  return best.every((found) => found.length > 0) && new Set(best.map(([column]) => column)).size === roles.length;
}

/**
 * The column of each role: by its name, or by the answer to a question where two columns fit equally or none fits.
 * Optional roles without a column are left out. What was taken is noted.
 *
 * @throws UnansweredQuestions if a required role is open
 */
export function takeColumns(
  context: ColumnsContext,
  header: readonly string[],
  required: readonly RoleName[],
  optional: readonly RoleName[] = [],
): Partial<Record<RoleName, number>> {
  const taken: Partial<Record<RoleName, number>> = {};
  const isFree = (column: number) => !Object.values(taken).includes(column);
  const roles = [...required, ...optional].map((role) => ({ role, found: candidates(role, header) }));
  // Sure ones first, so that a column is not offered for two roles.
  for (const { role, found } of roles) if (found.length === 1 && isFree(found[0])) taken[role] = found[0];
  for (const { role, found } of roles) {
    if (taken[role] !== undefined) continue;
    const open = found.filter(isFree);
    const { question } = ROLES[role];
    if (open.length === 1 || (open.length > 1 && question === null)) taken[role] = open[0];
    else if (question !== null && (open.length > 1 || required.includes(role))) {
      const offered = (open.length > 1 ? open : header.map((_, column) => column)).filter(isFree);
      const answer = context.questions.ask(
        say(question),
        offered.map((column) => choiceOf(header, column)),
      );
      if (answer !== null) taken[role] = offered.find((column) => choiceOf(header, column).id === answer);
    }
  }
  context.questions.stopIfOpen();
  noteColumns(context, taken, (column) => header[column]);
  return taken;
}

/** States the columns that are read. */
export function noteColumns(
  { report }: Pick<ColumnsContext, 'report'>,
  taken: Partial<Record<RoleName, number>>,
  nameOf: (column: number) => string | Message,
): void {
  const columns = (Object.entries(taken) as [RoleName, number][])
    .sort((a, b) => a[1] - b[1])
    .map(([role, column]) => say(ROLES[role].taken, { column: nameOf(column) }));
  report.notes.push(say('import.columns-taken', { columns }));
}

export function choiceOf(header: readonly string[], column: number): { id: string; label: Message } {
  const name = header[column].trim();
  const isUnique = name !== '' && header.filter((other) => other.trim() === name).length === 1;
  if (!isUnique) return { id: String(column + 1), label: say('import.nth-column', { place: column + 1 }) };
  return { id: name, label: say('ask.column', { column: name }) };
}
