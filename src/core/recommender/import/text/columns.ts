import type { Message } from '../../../../shared/messages/message.ts';
import { type MessageId, say } from '../../../../shared/messages/say.ts';
import type { Questions } from '../../../imports/questions.ts';
import { areWholeNumbers, isDeniedByValues } from './column-values.ts';
import { inEnglish } from './foreign-words.ts';

export type RoleName =
  | 'listener'
  | 'song'
  | 'count'
  | 'rating'
  | 'time'
  | 'zone'
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
  /** Columns that it never is, whatever else their names hold. */
  not?: RegExp;
  question: MessageId | null;
  taken: MessageId;
}

/** In a vague match, words that describe a listener or song instead of naming one. */
const ATTRIBUTE = new RegExp(
  "['’]|\\b(age|gender|sex|country|city|language|name|title|genre|year|count|url|index|row|quality|format|agent|" +
    'play ?counts?|plays|loved|ratings?|scores?|tags?|duration|length|ms|millis|seconds?|secs?|popularity|number|' +
    'artists?|albums?|release|date|time|type|explicit)\\b',
);
/** What stands for a song where artists are listened to; beside an artist and a title it says whose the song is. */
const OF_ARTIST = /^artist ?(id|mbid)$/;
/** Times of a song or an account, and durations: not of hearing something. */
const OTHER_TIME = new RegExp(
  '\\b(released?|publish(ed)?|added|updated|modified|[acm]time|signature|birth|signup|purchase|zone|recorded)\\b|' +
    '\\blast (time )?(listened|heard|played?|listen)\\b|^(zuletzt|letzte|dernière|última|ultimo) |^listening time$|' +
    '\\b(play(ed|back)?|stream(ing)?|listen(ing)?) (time|duration) (in )?(ms|millis|milliseconds|secs|seconds)$|' +
    "^(date d[e’'] ?ajout|(date |datum |data |fecha )?(hinzugefügt|geändert|toegevoegd|ajoutée?|añadid[oa]|" +
    'agregad[oa]|aggiunt[oa]|adicionad[oa]))( |$)',
);

const ROLES: Readonly<Record<RoleName, Role>> = {
  listener: {
    names: [
      /^(user|listener|customer|reviewer|member|participant|account|person) ?(id|key|hash)$|^(uid|u id|userid|msno)$/,
      /^(用户|听众|会员)(名|昵称)? ?(id|编号|号)?$/,
      /^(col )?(user|listener|customer|reviewer|member|participant|username|user name)$/,
      /^(user|listener)\b|\b(user|listener) id$/,
    ],
    question: 'ask.column-listener',
    taken: 'import.column-listener',
  },
  song: {
    names: [
      /^(song|track|item|recording|music|movie|product|book) ?(id|key|hash)$|^(sid|iid|tid|parent asin|isbn)$/,
      /^asin$/, // beside the parent's, which all editions share and Amazon's lists of ratings have, it is one edition's
      /^(msd|spotify|deezer|lastfm) ?(track|song)? (id|uri)$|^(track|song) uri$|^(歌曲|音乐|曲目|单曲) ?(id|编号)$/,
      /^(col )?(song|track|item|recording|music|movie|product|artist id|artist mbid|track mbid|anime id|business id)$/,
      /^(song|track|item|movie) (name|title)$|^title$|^(歌名|歌曲|歌曲名|歌曲名称|曲名)$/,
      /^(song|track|item|movie)\b|\b(song|track) id$/,
    ],
    question: 'ask.column-song',
    taken: 'import.column-song',
  },
  count: {
    names: [
      /^(plays|play ?counts?|listen ?counts?|listening ?counts?|number of plays|n plays|scrobbles)$/,
      /^(播放|收听|听歌|试听)(次数|量|数)$|^(次数|再生回数|reproducciones|wiedergaben|écoutes)$/,
      /^(count|counts|listens|freq|frequency|times played|weight)$/,
      /\b(plays|playcount|count|listens)\b/,
      /^(played|listened|scrobbled)$/,
    ],
    question: 'ask.column-count',
    taken: 'import.column-count',
  },
  rating: {
    names: [/^(rating|book rating|user rating|stars|score|overall|评分|打分)$/, /\b(rating|stars)\b/, /^note$/],
    not: /\brating (key|count)$/, // Plex numbers what it has by rating keys
    question: 'ask.column-rating',
    taken: 'import.column-rating',
  },
  time: {
    names: [
      /^(uts|timestamp|unix ?time|unix review time|listened at|played at|ts|time ?stamp)$/,
      /^(utc time|date ?time|time|date|end time|date#.*)$/,
      /^(播放|收听|听歌)(时间|日期)$|^(时间|日期|时间戳)$/,
      /\b(timestamp|date|time|datetime)\b/,
      /^created at$|^(played|listened|scrobbled)( on)?$|^(started|start|begin|began) ?(at|time)?$/,
    ],
    not: OTHER_TIME,
    question: null, // several columns may hold the same time in other forms; the first that can be read is taken
    taken: 'import.column-time',
  },
  zone: {
    names: [
      /^(time ?zone|tz|zone|(tz|time ?zone) ?(name|id|info|offset)|(utc|gmt) ?offset)$/,
      /^(zeitzone|fuseau( horaire)?|zona horaria|fuso( orario| horário)?|часовой пояс|时区|時區|タイムゾーン|시간대)$/,
      /\b(time ?zone|tz|(utc|gmt) ?offset)\b/,
    ],
    question: null,
    taken: 'import.column-zone',
  },
  artist: {
    names: [
      /^(artist|artist ?name|performer|interpret|künstler|artista|artiste|アーティスト)$/,
      /^(歌手|歌手名|歌手名称|艺人|艺术家|演唱者|演唱)$/,
      /^artists?\b(?!.*\b(id|mbid|ur[il])\b)/,
      /\b(track|song|recording|item|container|metadata) artists?( name)?$/,
      /\balbum artists?( name)?$/,
      /^grandparent title$/, // Plex: of a track, its artist; of an episode, its series
    ],
    question: 'ask.column-artist',
    taken: 'import.column-artist',
  },
  album: {
    names: [
      /^(album|album ?name|album title|release|release name|álbum|アルバム)$|^专辑(名|名称)?$/,
      /\b(album|release) (name|title)$/,
      /^parent title$/,
    ],
    question: null,
    taken: 'import.column-album',
  },
  title: {
    names: [
      /^(track|title|song|track ?name|track title|song ?name|song title|recording name|name|titel|título|titre)$/,
      /^(歌名|歌曲|歌曲名|歌曲名称|曲名|标题)$/,
      /\b(track|song|content) (name|title)$/,
    ],
    question: 'ask.column-title',
    taken: 'import.column-title',
  },
  rank: {
    names: [/^(ranks?|positions?|place|pos)$/, /\b(rank|position)s?\b/],
    question: null,
    taken: 'import.column-rank',
  },
  score: {
    names: [
      /^(score|scores|predictions?|predicted( rating| score)?|pred|est|estimated?( rating)?|relevance|r hat)$/,
      /^(rating|value|prob(a|ability)?|confidence|similarity|logits?)$/,
      /\b(scores?|predictions?|predicted|pred)\b/,
    ],
    question: null,
    taken: 'import.column-score',
  },
  key: {
    names: [
      /^(id|song id|track id|recording id|music id|clip id|sid|tid)$|^(歌曲|音乐|曲目|单曲) ?(id|编号)$/,
      /^(msd|spotify|deezer|lastfm) (track|song) (id|uri)$|^(track|song) uri$/,
      /^(item|movie|anime|book|video) ?id$/,
      /^artist (id|mbid)$|^artistid$/,
    ],
    question: null,
    taken: 'import.column-song',
  },
  year: {
    names: [
      /^(year|release year|year of release|年份|发行年份|año|jahr|année)$/,
      /^((album |track )?release date|date released|original release date)$/,
    ],
    question: null,
    taken: 'import.column-year',
  },
  duration: {
    names: [
      /^((track |song )?(duration|length)|duración|时长)[ (（]*(ms|millis|milliseconds|s|sec|seconds|秒)?[)）]?$/,
    ],
    question: null,
    taken: 'import.column-duration',
  },
  tag: {
    names: [/^(tags?|tag ?values?|tag ?names?|\(tag, weight\)|top tags|terms?|标签)$/],
    question: null,
    taken: 'import.column-tag',
  },
  tagKey: { names: [/^tag ?id$/], question: null, taken: 'import.column-tag' },
  genre: {
    names: [/^(genres?|main genre|sub ?genres?|styles?|género|流派|曲风|风格)$/, /\bgenre top$/],
    question: null,
    taken: 'import.column-genre',
  },
  language: { names: [/^(lang|language|语言|语种)$/], question: null, taken: 'import.column-language' },
};

/** A column of tags, or of what identifies one: the row is about tagging a song, not about hearing it. */
const OF_TAG = /^tags?( id| value| name)?$/;

export function isOfTags(header: readonly string[]): boolean {
  return header.some((name) => OF_TAG.test(columnWords(name)));
}

/** Columns that are named of those that are not read; of more, the number is said. */
const UNUSED_SHOWN = 12;

/** The answer that no column holds counts. */
const EACH_ROW = 'each-row';

/** A column's name as words: `userID:token` and `"User-ID"` are both "user id", as is `Nutzer-ID`. */
export function columnWords(name: string): string {
  const words = name
    .replace(/:(token|float|token_seq|float_seq)$/, '')
    .replace(/([a-z])([A-Z])/g, '$1 $2')
    .toLowerCase()
    .replace(/[\s_.\-/"]+/g, ' ')
    .trim();
  return inEnglish(words);
}

type Rows = readonly (readonly string[])[];

/**
 * The columns whose names fit a role best; several if none is better than the others.
 *
 * @param rows below the header: what a name leaves open, their values tell
 */
export function candidates(role: RoleName, header: readonly string[], rows: Rows = []): number[] {
  const words = header.map(columnWords);
  for (const [rank, pattern] of ROLES[role].names.entries()) {
    const found = words.flatMap((name, column) => {
      const isVague = rank === ROLES[role].names.length - 1 && (role === 'listener' || role === 'song');
      const isIt = isNamed(role, pattern, name) && !(isVague && ATTRIBUTE.test(name));
      return isIt && !isDeniedByValues(role, name, valuesOf(rows, column), header) ? [column] : [];
    });
    const isSong = role === 'song' || role === 'key';
    if (isSong && found.every((column) => OF_ARTIST.test(words[column])) && fits(['artist', 'title'], header)) continue;
    if (found.length > 0) return withoutNumbers(role, found, header, rows);
  }
  return [];
}

function valuesOf(rows: Rows, column: number): string[] {
  return rows.map((fields) => fields[column] ?? '');
}

/** `Nummer` is a song in Dutch and a number in German: no title beside another, nor where it holds numbers. */
function withoutNumbers(role: RoleName, found: number[], header: readonly string[], rows: Rows): number[] {
  if (role !== 'title' && role !== 'song') return found;
  const isNumber = (column: number) => header[column].trim().toLowerCase() === 'nummer';
  const others = found.filter((column) => !isNumber(column));
  return others.length > 0
    ? others
    : found.filter((column) => !areWholeNumbers(valuesOf(rows, column)) || !isNumber(column));
}

/** Whether a column with this very name is known, not one with a word of it among others. */
export function isHeading(name: string): boolean {
  const words = columnWords(name);
  return Object.values(ROLES).some((role) => role.names.some((one) => /^\^.*\$$/.test(one.source) && one.test(words)));
}

function isNamed(role: RoleName, pattern: RegExp, name: string): boolean {
  return pattern.test(name) && !ROLES[role].not?.test(name);
}

/** Whether a column is of times, but not of those at which something was heard. */
export function isOtherTime(name: string): boolean {
  return OTHER_TIME.test(columnWords(name));
}

/** All columns whose names fit a role at all, the best first, unless the values of the rows deny it. */
export function allCandidates(role: RoleName, header: readonly string[], rows: Rows = []): number[] {
  const words = header.map(columnWords);
  const found = ROLES[role].names.flatMap((pattern) =>
    words.flatMap((name, column) => (isNamed(role, pattern, name) ? [column] : [])),
  );
  return [...new Set(found)].filter((column) => !isDeniedByValues(role, words[column], valuesOf(rows, column), header));
}

/** Whether a column's name fits any role at all. */
export function isKnownName(name: string): boolean {
  return (Object.keys(ROLES) as RoleName[]).some((role) => allCandidates(role, [name]).length > 0);
}

/** Whether every one of these roles has a column of its own. */
export function fits(roles: readonly RoleName[], header: readonly string[], rows: Rows = []): boolean {
  const best = roles.map((role) => candidates(role, header, rows));
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
  rows: Rows = [],
): Partial<Record<RoleName, number>> {
  const taken: Partial<Record<RoleName, number>> = {};
  const isFree = (column: number) => !Object.values(taken).includes(column);
  const roles = [...required, ...optional].map((role) => ({ role, found: candidates(role, header, rows) }));
  // Sure ones first, so that a column is not offered for two roles.
  for (const { role, found } of roles) if (found.length === 1 && isFree(found[0])) taken[role] = found[0];
  for (const { role, found } of roles) {
    if (taken[role] !== undefined) continue;
    const open = found.filter(isFree);
    const { question } = ROLES[role];
    if (open.length === 1 || (open.length > 1 && question === null)) taken[role] = open[0];
    else if (question !== null && (open.length > 1 || required.includes(role))) {
      const offered = (open.length > 1 ? open : header.map((_, column) => column)).filter(isFree);
      const choices = offered.map((column) => choiceOf(header, column));
      if (role === 'count' && open.length === 0) choices.push({ id: EACH_ROW, label: say('ask.each-row-is-a-play') });
      const answer = context.questions.ask(say(question), choices);
      const chosen = offered.find((column) => choiceOf(header, column).id === answer);
      if (chosen !== undefined) taken[role] = chosen;
    }
  }
  context.questions.stopIfOpen();
  noteColumns(context, taken, (column) => header[column].trim() || say('import.nth-column', { place: column + 1 }));
  return taken;
}

/**
 * States the columns that are read.
 *
 * @param called what a role is in this kind of table, where that differs from its usual words
 */
export function noteColumns(
  { report }: Pick<ColumnsContext, 'report'>,
  taken: Partial<Record<RoleName, number>>,
  nameOf: (column: number) => string | Message,
  called: Partial<Record<RoleName, MessageId>> = {},
): void {
  const columns = (Object.entries(taken) as [RoleName, number][])
    .sort((a, b) => a[1] - b[1])
    .map(([role, column]) => say(called[role] ?? ROLES[role].taken, { column: nameOf(column) }));
  report.notes.push(say('import.columns-taken', { columns }));
}

/** States the columns that nothing was read from; for tables of which no other column has a use. */
export function noteUnused(
  { report }: Pick<ColumnsContext, 'report'>,
  header: readonly string[],
  taken: Readonly<Record<string, number>>,
): void {
  const used = new Set(Object.values(taken));
  const left = header.filter((name, column) => !used.has(column) && name.trim() !== '');
  const more = Math.max(0, left.length - UNUSED_SHOWN);
  if (left.length > 0) report.notes.push(say('import.columns-unused', { columns: left.slice(0, UNUSED_SHOWN), more }));
}

export function choiceOf(header: readonly string[], column: number): { id: string; label: Message } {
  const name = (header[column] ?? '').trim(); // a first row without names may be shorter than others
  const isUnique = name !== '' && header.filter((other) => other.trim() === name).length === 1;
  if (!isUnique) return { id: String(column + 1), label: say('import.nth-column', { place: column + 1 }) };
  return { id: name, label: say('ask.column', { column: name }) };
}
