import type { Answers } from '../../shared/questions.ts';
import { call, type Granted } from '../api.ts';
import { said } from '../ui/said.ts';

/** A file of the import dialog, with what is known of it. */
export interface Chosen extends Granted {
  kind: string | null;
  /** What it was taken for before anybody said otherwise. */
  seenKind: string | null;
  format: string;
  /** Not a folder. */
  isFile: boolean;
  /** Why it cannot be imported; it is left out. */
  problem: string | null;
  /** Audio files that are imported together with this one. */
  more: Granted[];
  /** Of a set of vectors; empty for the file's name. */
  vectorsName: string;
  /** Of a history that does not say whose it is; empty for the file's name. */
  listener: string;
  /** A file that belongs to this one: the ids of a numpy file's rows, or which track an audio file is of. */
  beside: Granted | null;
  /** To what the file leaves open. */
  answers: Answers;
}

/** What a kind can be told besides its file. */
export const MORE: Record<
  string,
  { text: 'vectorsName' | 'listener' | null; beside: 'ids' | 'mapping' | null } | undefined
> = {
  vectors: { text: 'vectorsName', beside: 'ids' },
  listens: { text: 'listener', beside: null },
  audio: { text: null, beside: 'mapping' },
};

export const isMapping = (format: string) => format === 'audio-mapping';

/** What a file most likely is, or why it is nothing that can be imported. */
export async function look(granted: Granted): Promise<Chosen> {
  const blank = { ...granted, more: [], vectorsName: '', listener: '', beside: null, format: 'auto', answers: {} };
  try {
    const { kind, format, bytes } = await call('import/sniff', { grant: granted.grant });
    return {
      ...blank,
      kind,
      seenKind: kind,
      format: kind || isMapping(format) ? format : 'auto',
      isFile: bytes > 0,
      problem: null,
    };
  } catch (error) {
    return { ...blank, kind: null, seenKind: null, isFile: true, problem: said(error as Error) };
  }
}

/** Audio files become one import, and a mapping goes to the audio that it is about. */
export function arranged(files: readonly Chosen[]): Chosen[] {
  const singles = files.filter(({ kind, isFile }) => kind === 'audio' && isFile);
  const [first, ...rest] = singles;
  const together = files
    .filter((file) => !rest.includes(file))
    .map((file) =>
      file === first ? { ...file, more: [...file.more, ...rest.flatMap((one) => [one, ...one.more])] } : file,
    );
  const mapping = together.find(({ kind, format }) => kind === null && isMapping(format));
  const audio = together.find(({ kind, beside }) => kind === 'audio' && beside === null);
  if (!mapping || !audio) return together;
  return together
    .filter((file) => file !== mapping)
    .map((file) => (file === audio ? { ...file, beside: { grant: mapping.grant, name: mapping.name } } : file));
}

/** What tracks and songs are called comes before what belongs to them. */
const FIRST = ['metadata', 'tracks'];
const LAST = ['tags', 'vectors', 'factors', 'audio'];
const turn = ({ kind }: Chosen) => (FIRST.includes(kind ?? '') ? 0 : 1 + LAST.indexOf(kind ?? ''));

/** Those that are imported, in the order in which one needs the other. */
export function inOrder(files: readonly Chosen[]): Chosen[] {
  return files.filter(({ kind }) => kind !== null).sort((a, b) => turn(a) - turn(b));
}

/** What the backend is asked with, to import a file or to look into it. */
export function inputOf(
  { grant, more: others, seenKind, format, vectorsName, listener, beside, answers }: Chosen,
  kind: string,
) {
  const more = MORE[kind];
  const [name, who] = [vectorsName.trim(), listener.trim()];
  return {
    grant,
    moreGrants: others.map((other) => other.grant),
    kind,
    isKindSeen: kind === seenKind,
    format,
    answers,
    ...(more?.text === 'vectorsName' && name ? { name } : {}),
    ...(more?.text === 'listener' && who ? { listener: who } : {}),
    ...(more?.beside === 'ids' && beside ? { idsGrant: beside.grant } : {}),
    ...(more?.beside === 'mapping' && beside ? { mappingGrant: beside.grant } : {}),
  };
}
