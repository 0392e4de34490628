import type { PositionRole } from '../../../shared/mobility/codebook.ts';
import type { EvidenceLine, Mark, Position, Proposal } from '../../../shared/mobility/coding.ts';
import type { PositionKind } from '../cv/career.ts';
import type { Gazetteer } from '../cv/gazetteer.ts';
import { type MarkedPosition, readMarkedCv, yearsIn } from '../cv/read-cv.ts';
import { betweenSentences } from '../cv/sentences.ts';
import { studyGazetteer } from '../cv/study-names.ts';
import { nameKey } from '../names/name-key.ts';
import { evidenceOf } from '../rows/scholar-rows.ts';
import type { Resolver } from '../study/resolve.ts';
import type { Study } from '../study/study.ts';

const ROLES: Record<PositionKind, PositionRole> = {
  bachelor: 'bachelor',
  master: 'master',
  doctorate: 'doctorate',
  postdoc: 'postdoc',
  job: 'job',
  visiting: 'visiting',
  award: 'award',
  administrative: 'job',
};

interface Reader {
  gazetteer: Gazetteer;
  /** What was read of a text: every key of coding asks again for the scholar who is shown. */
  read: Map<string, MarkedPosition[]>;
}

const ENDS_SENTENCE = /[。.;!?；！？]["'”’)）]?$/;

/** A study's names change with its resolver. */
const readers = new WeakMap<Resolver, Reader>();
const TEXTS_KEPT = 100;

function readerOf(study: Study): Reader {
  const known = readers.get(study.resolver());
  if (known) return known;
  const made = { gazetteer: studyGazetteer(study.db), read: new Map() };
  readers.set(study.resolver(), made);
  return made;
}

function readOnce(study: Study, text: string): readonly MarkedPosition[] {
  const { gazetteer, read } = readerOf(study);
  const known = read.get(text);
  if (known) return known;
  const found = readMarkedCv(text, gazetteer);
  if (read.size >= TEXTS_KEPT) read.clear();
  read.set(text, found);
  return found;
}

/** Positions that the reader of CVs finds in a scholar's lines of free text: those that a table says nothing of. */
export function proposalsFor(study: Study, scholarId: number, positions: readonly Position[]): Proposal[] {
  const said = new Set(positions.map(({ evidence }) => evidence.id));
  const free = evidenceOf(study.db, scholarId).filter(({ id, withdrawn }) => !withdrawn && !said.has(id));
  const files = Map.groupBy(free, ({ file }) => file);
  return [...files.values()].flatMap((lines) => proposalsIn(study, lines));
}

function proposalsIn(study: Study, lines: readonly EvidenceLine[]): Proposal[] {
  const starts: number[] = [];
  let text = '';
  lines.forEach((line, i) => {
    // Sentences of one line of prose are read as the line that they are.
    const before = lines[i - 1];
    if (before)
      text += before.line === line.line && ENDS_SENTENCE.test(before.text) ? betweenSentences(before.text) : '\n';
    starts.push(text.length);
    text += line.text;
  });
  const lineAt = (at: number) =>
    Math.max(
      0,
      starts.findLastIndex((start) => start <= at),
    );
  const marked = (position: MarkedPosition): Mark[] =>
    position.marks.flatMap(({ what, span: [from, to] }) => {
      const at = lineAt(from);
      const end = Math.min(to - starts[at], lines[at].text.length);
      return end > from - starts[at] ? [{ what, line: lines[at].id, from: from - starts[at], to: end }] : [];
    });
  return readOnce(study, text).map((position) => {
    const marks = marked(position);
    const where = marks.find(({ what }) => what === 'role') ?? marks[0];
    return { line: where?.line ?? lines[lineAt(position.span[0])].id, marks, ...meant(study, position) };
  });
}

/** A proposal's institution is that of its name in the study, or of its name today. */
function meant(study: Study, position: MarkedPosition): Omit<Proposal, 'line' | 'marks'> {
  const { kind, institution, institutionNormal, city, role, start, end } = position;
  const year = start ?? (typeof end === 'number' ? end : null);
  const resolve = (name: string | null) => (name === null ? null : study.resolver().resolve(nameKey(name), -1, year));
  const known = resolve(institution) ?? resolve(institutionNormal);
  return {
    role: ROLES[kind],
    title: role,
    mention: institution ?? '',
    city,
    country: null,
    startYear: start,
    endYear: typeof end === 'number' ? end : null,
    isCurrent: end === 'present',
    institution: known,
  };
}

/** A proposal as a position of its line. */
export function asPosition(proposal: Proposal, evidence: EvidenceLine): Position {
  const { line: _line, marks: _marks, ...said } = proposal;
  return { id: -1, evidence, stage: null, mentionKey: nameKey(said.mention), isPrimary: false, ...said };
}

/** The proposal with the years, institution and role that a coder marked. */
export function remarked(
  study: Study,
  proposal: Proposal,
  marks: readonly Mark[],
  lines: readonly EvidenceLine[],
): Proposal {
  const of = (what: Mark['what']) => {
    const mark = marks.find((one) => one.what === what);
    const line = lines.find(({ id }) => id === mark?.line);
    return mark && line ? line.text.slice(mark.from, mark.to).trim() : '';
  };
  const [years, institution, role] = [of('year'), of('institution'), of('role')];
  const [read] = readMarkedCv([years, institution, role].join(' '), readerOf(study).gazetteer);
  const dated = yearsIn(years);
  const start = dated ? dated.start : proposal.startYear;
  const end = dated ? dated.end : proposal.isCurrent ? 'present' : proposal.endYear;
  const kind = read?.kind ?? null;
  const named = institution || proposal.mention;
  const isDegree = kind === 'bachelor' || kind === 'master' || kind === 'doctorate';
  const said = meant(study, {
    kind: kind ?? 'job',
    institution: named,
    institutionNormal: read?.institutionNormal ?? null,
    city: named === proposal.mention ? proposal.city : (read?.city ?? null),
    role: role || proposal.title,
    start: isDegree && end === null ? null : start,
    end: isDegree && end === null ? start : end,
    span: [0, 0],
    marks: [],
  });
  return { ...said, role: kind === null ? proposal.role : said.role, line: proposal.line, marks: [...marks] };
}
