import { basename } from 'node:path';
import type { JudgedLists, MEANT } from '../../../shared/contract/referee.ts';
import { AppError } from '../../../shared/errors.ts';
import type { Message } from '../../../shared/messages/message.ts';
import { say } from '../../../shared/messages/say.ts';
import type { Answers } from '../../../shared/questions.ts';
import { Questions, UnansweredQuestions } from '../../imports/questions.ts';
import { unpackedName } from '../import/files/source.ts';
import { primaryCutoff } from '../evaluation/evaluate.ts';
import { partOf, type Reporting } from '../numeric/yielding.ts';
import { judge, overflows } from './judge.ts';
import { judgePredictions, notesOfPredictions } from './judge-predictions.ts';
import type { Lists, ListsReading } from './lists/entries.ts';
import { type ListFormat, readLists } from './lists/list-file.ts';
import type { Predictions } from './lists/predictions.ts';
import { noteOtherIds } from './other-ids.ts';
import { readSplitFiles, type SplitFiles } from './split-files.ts';

export interface ScoreSpec {
  files: readonly string[];
  /** Lists and predictions that need not be read: our own. */
  more?: Readonly<Record<string, Lists>>;
  morePredictions?: Readonly<Record<string, Predictions>>;
  split: string;
  format: ListFormat | 'auto';
  /** `auto`: asked of files that could be predictions of the held-out ratings. */
  meant?: (typeof MEANT)[number];
  cutoffs: readonly number[];
  seed: number;
  answers: Answers;
}

/**
 * Reads lists and a split and judges the lists; with an open question nothing is judged.
 *
 * @param context its progress is called all the time; it may throw to end the work
 * @throws bad-input or not-found, naming the file and line
 */
export async function scoreFiles(spec: ScoreSpec, context: Reporting = UNHEARD): Promise<JudgedLists> {
  const questions = new Questions(spec.answers);
  const notes: Message[] = [];
  const reports = partOf(context, 0, 0.5);
  let file = 0;
  const reading = { questions, report: { notes }, tick: () => reports.progress(file / (spec.files.length + 1)) };
  const sources: Record<string, Lists> = {};
  const predictions: Record<string, Predictions> = {};
  let split: SplitFiles | null = null;
  try {
    split = await readSplitFiles(spec.split, reading);
    const { meant } = spec;
    if (meant === 'predictions' && !split.scale) throw new AppError('bad-input', say('referee.no-ratings-held-out'));
    const heldOut = heldOutRatings(split, meant);
    for (const [name, path] of namedFiles(spec.files, Object.keys({ ...spec.more, ...spec.morePredictions }))) {
      file++;
      notes.push(say('referee.file', { file: basename(path) }));
      const known = { listeners: split.listeners, songs: split.catalogue };
      const read = await readLists(path, spec.format, { ...reading, known, meant, heldOut });
      const models = [...('lists' in read ? read.lists : read.predictions).keys()];
      if (models.length > 1) notes.push(say('referee.several-models', { models }));
      if ('lists' in read) for (const [source, lists] of named(name, read.lists)) sources[source] = lists;
      else for (const [source, own] of named(name, read.predictions)) predictions[source] = own;
    }
    questions.refuseUnasked();
  } catch (error) {
    if (!(error instanceof UnansweredQuestions)) throw error;
    return { ...size(split), lists: {}, statistics: nothing(spec), questions: questions.open, notes };
  }
  if (Object.keys(predictions).length > 0)
    return { ...size(split), ...(await judgedPredictions(spec, split, sources, predictions, context, notes)) };
  for (const [name, lists] of Object.entries(sources)) refuseForeign(name, lists, split);
  const primary = primaryCutoff({ cutoffs: [...spec.cutoffs] });
  Object.assign(sources, spec.more);
  const judged = await judge(split, sources, spec.cutoffs, primary, spec.seed, partOf(context, 0.5, 1));
  for (const [name, { counts }] of Object.entries(judged.lists))
    notes.push(...notesOf(name, counts), ...noteOtherIds(name, sources[name], split));
  notes.push(...noteAllRelevant(split), ...overflows(split, spec.cutoffs));
  return { ...size(split), ...judged, questions: [], notes };
}

async function judgedPredictions(
  { seed, more = {}, morePredictions = {} }: ScoreSpec,
  split: SplitFiles,
  lists: Readonly<Record<string, Lists>>,
  predictions: Readonly<Record<string, Predictions>>,
  context: Reporting,
  notes: readonly Message[],
): Promise<Omit<JudgedLists, 'form' | 'songs' | 'targets'>> {
  const [others, own] = [{ ...lists, ...more }, predictions].map(Object.keys);
  if (others.length > 0)
    throw new AppError('bad-input', say('referee.lists-and-predictions', { lists: others, predictions: own }));
  for (const [name, one] of Object.entries(predictions))
    refuseForeign(name, new Map(Array.from(one, ([listener, songs]) => [listener, [...songs.keys()]])), split);
  const all = { ...predictions, ...morePredictions };
  const judged = await judgePredictions(split, all, seed, partOf(context, 0.5, 1));
  return { ...judged, questions: [], notes: [...notes, ...notesOfPredictions(judged)] };
}

/** Counts and ratings are held out where not all are the same; by these, predictions are told from lists. */
function heldOutRatings({ listeners, scale }: SplitFiles, meant: ScoreSpec['meant']): ListsReading['heldOut'] {
  const weights = [...listeners.values()].flatMap(({ targets }) => [...targets.values()]);
  if (scale === null || (meant !== 'predictions' && weights.every((one) => one === weights[0]))) return undefined;
  return { pairs: weights.length, ratingOf: (who, song) => listeners.get(who)?.targets.get(song) };
}

/** Ids by which it is told how those of lists differ from those of the split, and how many ways are named. */
const MOST_COMPARED = 200;
const MOST_EXTRA = 3;

/** For whoever waits in the foreground. */
const UNHEARD: Reporting = { progress() {} };

function size(split: SplitFiles | null): Pick<JudgedLists, 'form' | 'songs' | 'targets'> {
  const listeners = [...(split?.listeners.values() ?? [])];
  return {
    form: split?.form ?? 'quadrille',
    songs: split?.catalogue.size ?? 0,
    targets: listeners.reduce((sum, { targets }) => sum + targets.size, 0),
  };
}

function nothing({ cutoffs }: ScoreSpec): JudgedLists['statistics'] {
  return { primary: primaryCutoff({ cutoffs: [...cutoffs] }), standardErrors: {}, intervals: {}, tests: [] };
}

/** Lists are called as their files, without the ending; by the whole name where two are alike. */
function namedFiles(files: readonly string[], taken: readonly string[]): [string, string][] {
  const short = (file: string) => unpackedName(basename(file)).replace(/\.[^.]+$/, '');
  return files.map((file, index) => {
    const isTaken =
      taken.includes(short(file)) || files.some((other, at) => at !== index && short(other) === short(file));
    return [isTaken ? `${index + 1}: ${basename(file)}` : short(file), file];
  });
}

/** The models of one file, or its one model under the name of the file. */
function named<Of>(name: string, models: ReadonlyMap<string, Of>): [string, Of][] {
  return Array.from(models, ([model, lists]) => [models.size > 1 ? `${name}: ${model}` : name, lists]);
}

/** Lists of which no listener, or no song, is of the split were made from other data. */
function refuseForeign(name: string, lists: Lists, split: SplitFiles): void {
  const own = [...lists].filter(([listener]) => split.listeners.has(listener));
  const ids = (found: Iterable<string>, wanted: Iterable<string>) => foreignIds([...found], new Set(wanted));
  if (own.length === 0)
    throw new AppError(
      'bad-input',
      say('referee.no-listener-of-the-split', { name, ...ids(lists.keys(), split.listeners.keys()) }),
    );
  if (!own.some(([, songs]) => songs.some((song) => split.catalogue.has(song))))
    throw new AppError(
      'bad-input',
      say('referee.no-song-of-the-split', {
        name,
        ...ids(
          own.flatMap(([, songs]) => songs),
          split.catalogue,
        ),
      }),
    );
}

/** An id of each side, and what stands before or behind the ids of the lists and not of the split. */
function foreignIds(found: readonly string[], wanted: ReadonlySet<string>) {
  const cuts = found.slice(0, MOST_COMPARED).flatMap((id) =>
    [...id.matchAll(/[_:/.-]/g)].flatMap(({ index }) => [
      { id, inside: id.slice(0, index), rest: id.slice(index) },
      { id, inside: id.slice(index + 1), rest: id.slice(0, index + 1) },
    ]),
  );
  const own = cuts.filter(({ inside }) => wanted.has(inside));
  const extra = [...new Set(own.map(({ rest }) => rest))].slice(0, MOST_EXTRA);
  return { found: own[0]?.id ?? found[0] ?? '', wanted: [...wanted][0] ?? '', extra, several: extra.length };
}

/** Where every song that a listener could be recommended is to be found, no list is better than another. */
function noteAllRelevant({ listeners, catalogue }: SplitFiles): Message[] {
  const open = ({ known, targets }: { known: ReadonlySet<string>; targets: { size: number } }) =>
    catalogue.size - [...known].filter((song) => catalogue.has(song)).length - targets.size;
  const alike = [...listeners.values()].filter((one) => open(one) <= 0).length;
  return alike > 0 ? [say('referee.all-relevant', { alike, listeners: listeners.size })] : [];
}

function notesOf(name: string, counts: JudgedLists['lists'][string]['counts']): Message[] {
  const { listeners, withoutList, untestedListeners, shortLists, unknownSongs, alreadyHeard, repeated } = counts;
  const told: [number, Message][] = [
    [withoutList, say('referee.without-list', { name, without: withoutList, listeners })],
    [untestedListeners, say('referee.untested', { name, listeners: untestedListeners })],
    [shortLists, say('referee.short-lists', { name, lists: shortLists })],
    [unknownSongs, say('referee.unknown-songs', { name, songs: unknownSongs })],
    [alreadyHeard, say('referee.already-heard', { name, songs: alreadyHeard })],
    [repeated, say('referee.repeated', { name, songs: repeated })],
  ];
  return told.filter(([count]) => count > 0).map(([, message]) => message);
}
