import { say } from '../../../shared/messages/say.ts';
import type { Mapping, Problem } from '../../../shared/mobility/imports.ts';
import type { OpenDb, ReadableDb } from '../../storage/sqlite.ts';
import { codeWaiting } from '../coding/fold.ts';
import { nameKey } from '../names/name-key.ts';
import { problem } from './fields.ts';
import type { StagedScholar } from './staged.ts';

/**
 * Scholars already in the library with other lines are rejected, unless their lines are to be added. Existing data
 * is never changed.
 */
export function refuseKnown(
  library: ReadableDb,
  scholars: StagedScholar[],
  existing: Mapping['existing'],
): { accepted: StagedScholar[]; rejections: Problem[] } {
  if (existing !== 'refuse') return { accepted: scholars, rejections: [] };
  const rejections: Problem[] = [];
  const accepted = scholars.filter((scholar) => {
    const lines = library
      .all<{ text: string }>(
        'SELECT e.text FROM evidence e JOIN scholars s ON s.id = e.scholar_id WHERE s.scholar_key = ?',
        scholar.key,
      )
      .map(({ text }) => text);
    if (lines.length === 0 || scholar.lines.every(({ text }) => lines.includes(text))) return true;
    for (const { row } of scholar.lines) {
      rejections.push(
        problem(
          row,
          'scholar',
          scholar.key,
          say('study-import.scholar-in-library', { key: scholar.key }),
          say('study-import.existing-add'),
        ),
      );
    }
    return false;
  });
  return { accepted, rejections };
}

export function publishScholars(
  db: OpenDb,
  scholars: readonly StagedScholar[],
  file: string,
): { imported: number; unchanged: number } {
  let imported = 0;
  let unchanged = 0;
  for (const { key, name, attributes, lines } of scholars) {
    const isNew =
      db.run(
        'INSERT INTO scholars (scholar_key, name, attributes) VALUES (?, ?, ?) ON CONFLICT DO NOTHING',
        key,
        name,
        JSON.stringify(attributes),
      ).changes > 0;
    const { id, stored } = db.get<{ id: number; stored: string }>(
      'SELECT id, attributes AS stored FROM scholars WHERE scholar_key = ?',
      key,
    )!;
    if (isNew) codeWaiting(db, key, id);
    db.run(
      'UPDATE scholars SET attributes = ? WHERE id = ?',
      JSON.stringify({ ...attributes, ...JSON.parse(stored) }),
      id,
    );
    for (const { row, text, positions } of lines) {
      // Lines are identified by their text: the same file renamed, or with rows moved, is not a second résumé.
      if (db.get('SELECT 1 FROM evidence WHERE scholar_id = ? AND text = ?', id, text)) {
        unchanged++;
        continue;
      }
      const evidence = db.run(
        'INSERT INTO evidence (scholar_id, file, line, text) VALUES (?, ?, ?, ?)',
        id,
        file,
        row,
        text,
      ).lastInsertRowid;
      for (const position of positions) {
        db.run(
          'INSERT INTO positions (scholar_id, evidence_id, stage, role, title, mention, mention_key, city, ' +
            'country, start_year, end_year, is_current, is_primary) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)',
          id,
          evidence,
          position.stage,
          position.role,
          position.title,
          position.mention,
          nameKey(position.mention),
          position.city,
          position.country,
          position.startYear,
          position.endYear,
          position.isCurrent ? 1 : 0,
          position.isPrimary ? 1 : 0,
        );
      }
      imported++;
    }
  }
  return { imported, unchanged };
}
