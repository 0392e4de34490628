import type { ReadableDb } from '../../../storage/sqlite.ts';
import { nameKey } from '../../names/name-key.ts';
import type { StagedLine, StagedPosition, StagedScholar } from '../staged.ts';
import { asStored } from './text-lines.ts';

/** What is done with a scholar's lines that differ from those of the library. */
export type OtherLines = 'revise' | 'add' | 'replace';

export interface StoredLine {
  id: number;
  file: string;
  text: string;
  positions: (Omit<StagedPosition, 'isCurrent' | 'isPrimary'> & { id: number; isCurrent: number; isPrimary: number })[];
}

export interface Alignment {
  unchanged: StagedLine[];
  /** A line of the library that the file has otherwise: another year, or other columns by a better mapping. */
  revised: { line: StagedLine; stored: StoredLine }[];
  added: StagedLine[];
  /** Lines of the library that the file does not have. */
  missing: StoredLine[];
}

const POSITION_COLUMNS =
  'id, stage, role, title, mention, city, country, start_year AS startYear, end_year AS endYear, ' +
  'is_current AS isCurrent, is_primary AS isPrimary';

function storedLines(library: ReadableDb, key: string): StoredLine[] {
  const scholar = library.get<{ id: number }>('SELECT id FROM scholars WHERE scholar_key = ?', key);
  if (scholar === undefined) return [];
  // By scholar, which has an index: looked up line by line the table would be read as a whole each time.
  const positions = library.all<StoredLine['positions'][number] & { evidenceId: number }>(
    `SELECT evidence_id AS evidenceId, ${POSITION_COLUMNS} FROM positions WHERE scholar_id = ? ORDER BY id`,
    scholar.id,
  );
  const byLine = Map.groupBy(positions, ({ evidenceId }) => evidenceId);
  return library
    .all<Omit<StoredLine, 'positions'>>(
      'SELECT e.id, e.file, e.text FROM evidence e WHERE e.scholar_id = ? ' +
        'AND NOT EXISTS (SELECT 1 FROM withdrawn_evidence w WHERE w.evidence_id = e.id) ORDER BY e.id',
      scholar.id,
    )
    .map((row) => ({ ...row, positions: byLine.get(row.id) ?? [] }));
}

type AnyLine = StagedLine | StoredLine;
const role = (line: AnyLine) => line.positions.map((one) => one.role).join(' ');
const institutions = (line: AnyLine) => line.positions.map((one) => nameKey(one.mention)).join(' ');
const years = (line: AnyLine) => line.positions.map(({ startYear, endYear }) => `${startYear}-${endYear}`).join(' ');

function content(line: AnyLine): string {
  const positions = line.positions.map((one) => [
    one.stage,
    one.role,
    one.title,
    one.mention,
    one.city,
    one.country,
    one.startYear,
    one.endYear,
    Number(one.isCurrent),
    Number(one.isPrimary),
  ]);
  return JSON.stringify([line.text, positions]);
}

/** The n-th of the lines that are alike here is the n-th of those there. */
function takePairs(
  lines: StagedLine[],
  stored: StoredLine[],
  alike: (line: AnyLine) => string,
): { line: StagedLine; stored: StoredLine }[] {
  const pairs: { line: StagedLine; stored: StoredLine }[] = [];
  const waiting = Map.groupBy(stored, alike);
  for (const line of [...lines]) {
    const other = waiting.get(alike(line))?.shift();
    if (!other) continue;
    pairs.push({ line, stored: other });
    lines.splice(lines.indexOf(line), 1);
    stored.splice(stored.indexOf(other), 1);
  }
  return pairs;
}

/** Which of a scholar's lines are in the library already, where they differ, and which are new. */
export function alignLines(
  library: ReadableDb,
  { key, lines }: StagedScholar,
  file: string,
  otherLines: OtherLines,
): Alignment {
  const all = storedLines(library, key);
  const rest = asStored(lines, new Set(all.map(({ text }) => text)));
  const unchanged = takePairs(rest, all, content).map(({ line }) => line);
  const revised = takePairs(rest, all, ({ text }) => text);
  // A free text beside a table is not another version of it.
  const isTable = lines.some(({ positions }) => positions.length > 0);
  const missing = all.filter(({ positions }) => positions.length > 0 === isTable);
  if (otherLines === 'revise') {
    const earlier = missing.filter((line) => line.file === file);
    const before = earlier.length;
    if (isTable) {
      revised.push(...takePairs(rest, earlier, (line) => `${role(line)} ${institutions(line)}`));
      revised.push(...takePairs(rest, earlier, (line) => `${role(line)} ${years(line)}`));
    }
    if (rest.length === 1 && earlier.length === 1) revised.push(...takePairs(rest, earlier, () => ''));
    if (earlier.length < before)
      return {
        unchanged,
        revised,
        added: rest,
        missing: missing.filter((one) => one.file !== file || earlier.includes(one)),
      };
  }
  return { unchanged, revised, added: rest, missing };
}
