import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { App } from '../../src/core/app/app.ts';
import { nameKey } from '../../src/core/mobility/names/name-key.ts';
import type { MobilityImportResult } from '../../src/shared/mobility/imports.ts';
import type { Answers } from '../../src/shared/questions.ts';
import { finish, freshApp, temporaryFolder } from './fixtures.ts';

export function fileOf(name: string, content: string | Uint8Array, folder = temporaryFolder()): string {
  const file = join(folder, name);
  writeFileSync(file, content);
  return file;
}

export async function importStudyFile(
  app: App,
  file: string,
  mapping: object = {},
  onError: 'skip' | 'abort' = 'skip',
  answers: Answers = {},
): Promise<MobilityImportResult> {
  const { jobId } = await app.call('mobility/start-import', { grant: app.grants.add(file), mapping, onError, answers });
  return finish<MobilityImportResult>(app, jobId);
}

export const TIERS =
  'city,country_code,tier,edition\n甲城,CN,tier 1,2020\n乙城,CN,tier 2,2020\nAlpha,CN,tier 1,2020\nBeta,CN,tier 2,2020\n';
export const INSTITUTIONS = [
  'key,name,kind,city,country,aliases,merged into,merged year',
  'a,Alpha University,university,Alpha,CN,阿尔法大学,,',
  'b,Beta University,university,Beta,CN,Beta College (1950-1990),,',
  'old,Old College,university,Alpha,CN,,a,1998',
  'lab,Beta Institute,institute,Beta,CN,,,',
  'con,Alpha Conservatory,conservatory,Alpha,CN,阿尔法音乐学院,,',
  'hk,Harbour University,university,Hong Kong,HK,,,',
  '',
].join('\n');

/** 2003–2005, 500 ranks deep: Alpha is level 1, Beta level 3. */
export function rankingCsv(): string {
  const rows = ['world_rank,institution,year,country'];
  for (const year of [2003, 2004, 2005])
    rows.push(
      `50,Alpha University,${year},CN`,
      `301-400,Beta University,${year},CN`,
      `401-500,Filler University,${year},CN`,
    );
  return `${rows.join('\n')}\n`;
}

/** Two universities, an institute, a conservatory, their ranks and tiers; no scholars yet. */
export async function importStudyTables(app: App, folder = temporaryFolder()): Promise<void> {
  await importStudyFile(app, fileOf('tiers.csv', TIERS, folder));
  await importStudyFile(app, fileOf('institutions.csv', INSTITUTIONS, folder));
  await importStudyFile(app, fileOf('ranking-arwu.csv', rankingCsv(), folder));
}

/** A study with these tables. */
export async function smallStudy(): Promise<App> {
  const app = await freshApp();
  await importStudyTables(app);
  return app;
}

const HEAD = 'scholar,name,gender,role,institution,city,start,end,primary';
export function resumes(...rows: string[]): string {
  return `${[HEAD, ...rows].join('\n')}\n`;
}

export async function idOf(app: App, key: string): Promise<number> {
  const list = await app.call('mobility/list-scholars', { coder: 'anyone', search: key });
  return list.find((scholar) => scholar.key === key)?.id ?? -1;
}

/** A university of a country with these names, as names are compared with it. */
export const institutionOf =
  (country: string) =>
  (id: number, key: string, ...names: string[]) => ({
    id,
    key,
    name: names[0],
    kind: 'university' as const,
    city: null,
    country,
    latitude: null,
    longitude: null,
    nameKeys: names.map(nameKey),
    relations: [],
  });
