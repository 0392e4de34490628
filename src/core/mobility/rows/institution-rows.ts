import { AppError } from '../../../shared/errors.ts';
import { say } from '../../../shared/messages/say.ts';
import type { InstitutionFields, InstitutionRow } from '../../../shared/mobility/study.ts';
import { comparableCountry } from '../names/country.ts';
import { nameKey } from '../names/name-key.ts';
import type { OpenDb, ReadableDb } from '../../storage/sqlite.ts';

/** Adds or updates an institution; names are only added. True if something changed. */
export function putInstitution(
  db: OpenDb,
  fields: InstitutionFields,
  aliases: readonly { name: string; from: number | null; to: number | null }[],
): boolean {
  const { key, name, kind, city, latitude, longitude } = fields;
  const country = fields.country === null ? null : comparableCountry(fields.country);
  const before = db.get<InstitutionFields & { id: number }>(
    'SELECT id, institution_key AS key, name, kind, city, country, latitude, longitude FROM institutions WHERE ' +
      'institution_key = ?',
    key,
  );
  const changed =
    !before ||
    before.name !== name ||
    before.kind !== kind ||
    before.city !== city ||
    before.country !== country ||
    before.latitude !== latitude ||
    before.longitude !== longitude;
  if (changed) {
    db.run(
      `INSERT INTO institutions (institution_key, name, kind, city, country, latitude, longitude) VALUES (?, ?,
      ?, ?, ?, ?, ?)
       ON CONFLICT (institution_key) DO UPDATE SET name = excluded.name, kind = excluded.kind, city =
       excluded.city, country = excluded.country, latitude = excluded.latitude, longitude = excluded.longitude`,
      key,
      name,
      kind,
      city,
      country,
      latitude,
      longitude,
    );
  }
  const id = before?.id ?? (idOfInstitution(db, key) as number);
  let named = 0;
  for (const alias of [{ name, from: null, to: null }, ...aliases]) named += addName(db, id, alias);
  return changed || named > 0;
}

export function addName(
  db: OpenDb,
  institutionId: number,
  { name, from, to }: { name: string; from: number | null; to: number | null },
): number {
  const key = nameKey(name);
  if (key === '') return 0;
  return db.run(
    'INSERT INTO institution_names VALUES (?, ?, ?, ?, ?) ON CONFLICT DO NOTHING',
    institutionId,
    name,
    key,
    from,
    to,
  ).changes;
}

/** Names and relations of an institution, before they are written anew. */
export function forgetNames(db: OpenDb, key: string): void {
  const id = idOfInstitution(db, key);
  if (id === null) return;
  db.run('DELETE FROM institution_names WHERE institution_id = ?', id);
  db.run('DELETE FROM institution_relations WHERE institution_id = ?', id);
}

export function relate(db: OpenDb, key: string, other: string, kind: string, year: number | null): void {
  const id = idOfInstitution(db, key);
  const otherId = idOfInstitution(db, other) ?? idByName(db, other);
  if (id === null || otherId === null)
    throw new AppError('bad-input', say('study.not-an-institution', { institution: id === null ? key : other }));
  if (id !== otherId)
    db.run('INSERT OR REPLACE INTO institution_relations VALUES (?, ?, ?, ?)', id, otherId, kind, year);
}

export function idOfInstitution(db: ReadableDb, key: string): number | null {
  return db.get<{ id: number }>('SELECT id FROM institutions WHERE institution_key = ?', key)?.id ?? null;
}

/** The only institution of that name, or null. */
export function idByName(db: ReadableDb, name: string): number | null {
  const found = db.all<{ id: number }>(
    'SELECT DISTINCT institution_id AS id FROM institution_names WHERE name_key = ?',
    nameKey(name),
  );
  return found.length === 1 ? found[0].id : null;
}

export function listInstitutions(db: ReadableDb): InstitutionRow[] {
  const names = Map.groupBy(
    db.all<{ id: number; name: string; from: number | null; to: number | null }>(
      'SELECT institution_id AS id, name, from_year AS "from", to_year AS "to" FROM institution_names ORDER BY name',
    ),
    ({ id }) => id,
  );
  const relations = Map.groupBy(
    db.all<{ id: number; kind: string; other: string; otherName: string; year: number | null }>(
      'SELECT r.institution_id AS id, r.kind, i.institution_key AS other, i.name AS otherName, r.year FROM ' +
        'institution_relations r JOIN institutions i ON i.id = r.other_id',
    ),
    ({ id }) => id,
  );
  const strip = <T extends { id: number }>(rows: T[] | undefined) => (rows ?? []).map(({ id: _id, ...rest }) => rest);
  return db
    .all<InstitutionFields & { id: number }>(
      'SELECT id, institution_key AS key, name, kind, city, country, latitude, longitude FROM institutions ' +
        'ORDER BY name',
    )
    .map((row) => ({
      ...row,
      names: strip(names.get(row.id)).filter(({ name }) => name !== row.name),
      relations: strip(relations.get(row.id)),
      mentions: 0,
    }));
}
