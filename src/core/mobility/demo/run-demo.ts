import type { Message } from '../../../shared/messages/message.ts';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { AppError } from '../../../shared/errors.ts';
import { say } from '../../../shared/messages/say.ts';
import { type Codebook, DEFAULT_CODEBOOK, transitionsOf } from '../../../shared/mobility/codebook.ts';
import { EMPTY_CODE } from '../../../shared/mobility/coding.ts';
import { mappingSchema } from '../../../shared/mobility/imports.ts';
import type { Summary } from '../../../shared/mobility/results.ts';
import { toCsv } from '../../../shared/table.ts';
import { Random } from '../../statistics/random.ts';
import { addCodebook, listScholars } from '../rows/scholar-rows.ts';
import { setFactOf } from '../../storage/facts.ts';
import { adjudicate } from '../agreement/adjudicate.ts';
import { disagreements } from '../agreement/compare.ts';
import { assign } from '../coding/assign.ts';
import { setCode } from '../coding/record.ts';
import { suggest } from '../stages/suggest.ts';
import { importFileInto } from '../import/import-file.ts';
import type { Study } from '../study/study.ts';
import { fictionalWorld, type World } from './world.ts';

export const FICTIONAL_TABLE = 'Fictional reputation table';
export const FICTIONAL_EDITION = 'fictional';
const CODER = 'Coder A (fictional)';
const SECOND = 'Coder B (fictional)';
const JUDGE = 'Adjudicator (fictional)';
/** One in ten is coded twice. */
const DOUBLE_EVERY = 10;
const SLIPS = 0.08;

export const FICTIONAL_CODEBOOK: Codebook = {
  ...DEFAULT_CODEBOOK,
  name: 'Fictional demo study',
  reputation: { ...DEFAULT_CODEBOOK.reputation, table: FICTIONAL_TABLE },
  cities: {
    ...DEFAULT_CODEBOOK.cities,
    edition: FICTIONAL_EDITION,
    order: ['tier 1', 'new tier 1', 'tier 2', 'tier 3'],
  },
};

export interface MobilityDemoResult {
  fictional: true;
  scholars: number;
  institutions: number;
  positions: number;
  coders: string[];
  summaries: Record<string, Summary>;
}

/**
 * Writes the fictional world as files, imports them as usual, codes every scholar by the rule's suggestions,
 * and a tenth of them twice.
 */
export async function runMobilityDemo(
  study: Study,
  folder: string,
  progress: (message: Message) => void,
): Promise<MobilityDemoResult> {
  const { db } = study;
  const known = listScholars(db).length;
  if (known > 0 && !study.fictional) throw new AppError('conflict', say('study.real-scholars', { scholars: known }));
  if (known === 0) {
    progress(say('study-demo.writing'));
    const files = writeFiles(fictionalWorld(), folder);
    setFactOf(db, 'study-fictional', 'true');
    setFactOf(db, 'study-name', 'Fictional demo study');
    addCodebook(db, FICTIONAL_CODEBOOK, 'The demo’s codebook, on fictional tables', JUDGE, study.now());
    for (const [file, mapping] of files) {
      progress(say('study-demo.importing', { file }));
      await importFileInto(study, join(folder, file), mappingSchema.parse(mapping), { onError: 'abort' });
    }
    progress(say('study-demo.coding'));
    codeAll(study);
  }
  const { codebook } = study.book;
  return {
    fictional: true,
    scholars: listScholars(db).length,
    institutions: db.get<{ n: number }>('SELECT count(*) AS n FROM institutions')?.n ?? 0,
    positions: db.get<{ n: number }>('SELECT count(*) AS n FROM positions')?.n ?? 0,
    coders: [CODER, SECOND, JUDGE],
    summaries: Object.fromEntries(transitionsOf(codebook).map((transition) => [transition, study.summary(transition)])),
  };
}

function writeFiles({ cities, institutions, resumes, edges }: World, folder: string): [string, object][] {
  mkdirSync(folder, { recursive: true });
  const write = (name: string, [head, ...rows]: (string | number)[][]) =>
    writeFileSync(join(folder, name), toCsv({ head: head.map(String), rows }));
  const order = FICTIONAL_CODEBOOK.cities.order;
  write('fictional-city-tiers.csv', [
    ['city', 'country', 'tier', 'edition', 'latitude', 'longitude'],
    ...cities.flatMap(({ city, chinese, tier }, i) =>
      [city, chinese].map((name) => [
        name,
        'CN',
        order[tier],
        FICTIONAL_EDITION,
        String(30 + (i % 4) * 0.9),
        String(117 + Math.floor(i / 4) * 2.2 + (i % 3) * 0.5),
      ]),
    ),
  ]);
  write('fictional-institutions.csv', [
    ['key', 'name', 'kind', 'city', 'country', 'aliases', 'merged into', 'merged year'],
    ...institutions.map(({ key, name, chinese, former, kind, city, mergedInto }) => [
      key,
      name,
      kind,
      cities[city].city,
      'CN',
      [chinese, former].filter(Boolean).join('; '),
      mergedInto ?? '',
      mergedInto ? '1998' : '',
    ]),
  ]);
  write('fictional-ranking.csv', [['world_rank', 'institution', 'year', 'country'], ...rankRows(institutions)]);
  write('fictional-resumes.csv', resumes);
  write('fictional-ties.csv', edges);
  return [
    ['fictional-city-tiers.csv', { kind: 'tiers' }],
    ['fictional-institutions.csv', { kind: 'institutions' }],
    ['fictional-ranking.csv', { kind: 'rankings', ranking: FICTIONAL_TABLE }],
    ['fictional-resumes.csv', { kind: 'long' }],
    ['fictional-ties.csv', { kind: 'edges' }],
  ];
}

/** Single ranks to 100, then bands, 2003–2020; level 4 enters the list only occasionally, as in real lists. */
function rankRows(institutions: World['institutions']): string[][] {
  const random = new Random(5);
  const centres = [45, 150, 300, 480];
  const rows: string[][] = [];
  for (let year = 2003; year <= 2020; year++) {
    for (const { name, level, kind, mergedInto } of institutions) {
      if (mergedInto !== null || (level === 4 && kind === 'university' && random.uniform() < 0.7)) continue;
      const rank = Math.max(1, Math.round(centres[level - 1] + random.normal() * 8));
      const band =
        rank <= 100
          ? String(rank)
          : rank <= 200
            ? `${rank <= 150 ? '101-150' : '151-200'}`
            : `${Math.floor((rank - 1) / 100) * 100 + 1}-${(Math.floor((rank - 1) / 100) + 1) * 100}`;
      rows.push([band, name, String(year), 'CN']);
    }
    // Fills the list to its usual depth, so that absence from it means something.
    rows.push(['401-500', `Fictional Foreign University of ${year}`, String(year), 'XX']);
  }
  return rows;
}

function codeAll(study: Study): void {
  const { db } = study;
  const { codebook, version } = study.book;
  const positions = study.allPositions();
  const random = new Random(77);
  const scholars = listScholars(db);
  const twice = new Set(scholars.filter((_, i) => i % DOUBLE_EVERY === 3).map(({ id }) => id));
  const all = [...new Set([...positions.values()].flat().map(({ institution }) => institution))].filter(
    (key): key is string => key !== null,
  );
  const at = study.now();
  db.transaction(() => {
    assign(
      db,
      CODER,
      scholars.filter(({ id }) => !twice.has(id)).map(({ id }) => id),
      'shown',
      at,
    );
    for (const coder of [CODER, SECOND]) assign(db, coder, [...twice], 'hidden', at);
    for (const { id } of scholars) {
      for (const stage of codebook.stages) {
        const suggested = suggest(stage, positions.get(id) ?? [], codebook).value ?? {
          ...EMPTY_CODE,
          state: 'missing' as const,
        };
        const hidden = twice.has(id);
        setCode(db, {
          coder: CODER,
          scholarId: id,
          stage: stage.key,
          value: suggested,
          suggestions: hidden ? 'hidden' : 'shown',
          accepted: !hidden,
          codebookVersion: version,
          at,
        });
        if (!hidden) continue;
        const slip = random.uniform() < SLIPS && suggested.state === 'coded';
        const wrong =
          random.uniform() < 0.5
            ? { ...suggested, year: (suggested.year ?? 2000) + 1 }
            : { ...suggested, institution: all[random.below(all.length)] };
        setCode(db, {
          coder: SECOND,
          scholarId: id,
          stage: stage.key,
          value: slip ? wrong : suggested,
          suggestions: 'hidden',
          accepted: false,
          codebookVersion: version,
          at,
        });
      }
    }
    for (const { scholarId, stage, values } of disagreements(study)) {
      adjudicate(study, {
        scholarId,
        stage,
        value: values[0].value,
        author: JUDGE,
        reason: 'fictional: the résumé line bears out coder A',
      });
    }
  });
}
