import type { ReadableDb } from '../../storage/sqlite.ts';
import { type Gazetteer, gazetteerWith, type KnownInstitution } from './gazetteer.ts';

const HAN = /\p{Script=Han}/u;

/** What a study knows: its institutions with all their names, and the names in its rankings. */
export function studyGazetteer(db: ReadableDb): Gazetteer {
  const names = new Map<number, string[]>();
  for (const { id, name } of db.all<{ id: number; name: string }>(
    'SELECT institution_id AS id, name FROM institution_names ORDER BY institution_id, name',
  ))
    names.set(id, [...(names.get(id) ?? []), name]);
  const own = db
    .all<{ id: number; name: string; city: string | null }>('SELECT id, name, city FROM institutions ORDER BY id')
    .map(({ id, name, city }) => known(name, city, names.get(id) ?? []));
  const ranked = db
    .all<{ name: string }>('SELECT DISTINCT name FROM rankings ORDER BY name')
    .map(({ name }) => known(name, null, []));
  return gazetteerWith(own, ranked);
}

function known(name: string, city: string | null, others: readonly string[]): KnownInstitution {
  const isChinese = HAN.test(name);
  const other = others.find((one) => HAN.test(one) !== isChinese) ?? null;
  return {
    chinese: isChinese ? name : other,
    english: isChinese ? other : name,
    cityChinese: city,
    cityEnglish: city,
    others: others.filter((one) => one !== name && one !== other),
  };
}
