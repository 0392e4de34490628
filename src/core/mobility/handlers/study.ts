import { basename, join } from 'node:path';
import { AppError } from '../../../shared/errors.ts';
import { say } from '../../../shared/messages/say.ts';
import { CODEBOOK_PRESETS, transitionsOf } from '../../../shared/mobility/codebook.ts';
import { type Mapping, mappingSchema } from '../../../shared/mobility/imports.ts';
import type { StudyInfo } from '../../../shared/mobility/study.ts';
import type { Handlers } from '../../../shared/rpc/server.ts';
import { forgetNames, listInstitutions, putInstitution, relate } from '../rows/institution-rows.ts';
import { editionsOf, rankingYears } from '../rows/reference-rows.ts';
import { addCodebook, currentCodebook, listCodebooks, listCoders } from '../rows/scholar-rows.ts';
import { factOf } from '../../storage/facts.ts';
import { parseCodebook } from '../codebook/diff.ts';
import { runMobilityDemo } from '../demo/run-demo.ts';
import { listImports, undoImport } from '../../imports/undo.ts';
import { previewImport } from '../import/import-file.ts';
import { keepPastedText } from '../import/resumes/pasted-text.ts';
import { importerOf, MOBILITY_IMPORTERS } from '../import/registry.ts';
import { templateOf } from '../import/table/templates.ts';
import type { StudyImportSpec } from '../jobs.ts';
import { candidatesOf, countOpenMentions, listMentions, reconcile, undoReconcile } from '../institutions/reconcile.ts';
import { acceptMatches } from '../institutions/ranking-names.ts';
import { cityClassOf } from '../quadrant/city.ts';
import type { Institution } from '../quadrant/reference.ts';
import { STAGE_KINDS } from '../stages/registry.ts';
import type { Study } from '../study/study.ts';
import type { MobilityServices } from './services.ts';

/** Scholars of a study whose names are compared sooner than a thread starts. */
const NAMES_AT_ONCE = 50;

export function studyHandlers({ study, threads, library, jobs, grants, changed }: MobilityServices) {
  const { db } = study;
  return {
    'mobility/get-study': () => studyInfo(study),
    'mobility/list-todo': () => threads.results.read('todo', null),
    'mobility/make-demo': async () => {
      const { scholars } = await runMobilityDemo(study, join(library.paths.folder, 'fictional-sources'), () => {});
      changed('study');
      changed('codes');
      return { scholars };
    },
    'mobility/list-codebooks': () => listCodebooks(db),
    'mobility/list-presets': () => CODEBOOK_PRESETS,
    'mobility/list-stage-kinds': () => STAGE_KINDS.map(({ rule, summary }) => ({ rule, summary })),
    'mobility/preview-codebook': ({ codebook }) => threads.results.read('codebook', parseCodebook(codebook)),
    'mobility/apply-codebook': ({ codebook, note, author }) => {
      const book = parseCodebook(codebook);
      const current = currentCodebook(db);
      if (current.version > 0 && JSON.stringify(current.codebook) === JSON.stringify(book))
        throw new AppError('conflict', say('codebook.unchanged'));
      const version = addCodebook(db, book, note, author, study.now());
      study.forget();
      changed('study');
      changed('codes');
      return { version };
    },

    'mobility/list-import-kinds': () =>
      MOBILITY_IMPORTERS.map(({ kind, label, fields, settings }) => ({ kind, label, fields, settings })),
    'mobility/get-template': ({ kind, language }) => templateOf(importerOf(kind), language),
    'mobility/paste-text': ({ scholar, text }) => {
      const file = keepPastedText(library.paths.work, scholar, text, Date.parse(study.now()));
      return { grant: grants.add(file), name: basename(file) };
    },
    'mobility/preview-import': ({ grant, mapping, answers, columnsLater }) =>
      previewImport(study, grants.resolve(grant), mappingSchema.parse(mapping), { answers, columnsLater }),
    'mobility/start-import': ({ grant, mapping, answers, onError }) => {
      const file = grants.resolve(grant);
      return {
        jobId: jobs.start('mobility-import', say('job.import-study', { file: basename(file) }), {
          file,
          mapping: mappingSchema.parse(mapping),
          onError,
          answers,
        }).id,
      };
    },
    'mobility/answer-import': ({ jobId, answers }) => {
      const spec = jobs.specOf<StudyImportSpec>(jobId, 'mobility-import');
      const again = { ...spec, answers: { ...spec.answers, ...answers } };
      const title = say('job.import-study', { file: basename(spec.file) });
      return { jobId: jobs.start('mobility-import', title, again).id };
    },
    'mobility/list-imports': () => listImports(db),
    'mobility/undo-import': ({ id }) => {
      const { file } = undoImport(db, id);
      study.forget();
      changed('study');
      changed('codes');
      return { file };
    },
    'mobility/list-mappings': () =>
      db
        .all<{ name: string; mapping: string }>('SELECT name, mapping FROM mappings ORDER BY name')
        .map(({ name, mapping }) => ({ name, mapping: JSON.parse(mapping) as Mapping })),
    'mobility/save-mapping': ({ name, mapping }) => {
      db.transaction(() => db.run('INSERT OR REPLACE INTO mappings VALUES (?, ?)', name, JSON.stringify(mapping)));
      return {};
    },

    'mobility/list-mentions': () => listMentions(study),
    'mobility/list-candidates': ({ mentionKey }) => candidatesOf(study, mentionKey),
    'mobility/list-mention-lines': ({ mentionKey }) =>
      db.all(
        'SELECT p.id AS positionId, s.name AS scholar, e.text FROM positions p JOIN scholars s ON s.id = ' +
          'p.scholar_id JOIN evidence e ON e.id = p.evidence_id WHERE p.mention_key = ? ORDER BY s.id LIMIT 200',
        mentionKey,
      ),
    'mobility/list-institutions': () => institutionViews(study),
    // Thousands of institutions against whole rankings take a tenth of a second, whoever else waits.
    'mobility/list-institution-names': () => threads.results.read('institutionNames', null, NAMES_AT_ONCE),
    'mobility/list-clear-matches': () => threads.results.read('clearMatches', null, NAMES_AT_ONCE),
    'mobility/accept-matches': ({ author, matches }) => {
      const accepted = acceptMatches(study, matches, author);
      changed('study');
      return { accepted };
    },
    'mobility/save-institution': ({ aliases, relations, replace, ...fields }) => {
      const before = db.get('SELECT 1 FROM institutions WHERE institution_key = ?', fields.key) !== undefined;
      const done = db.transaction(() => {
        if (replace) forgetNames(db, fields.key);
        const put = putInstitution(db, fields, aliases);
        for (const { kind, other, year } of relations) relate(db, fields.key, other, kind, year);
        return put;
      });
      study.forget();
      changed('study');
      return { changed: done || replace || relations.length > 0 || !before };
    },
    'mobility/reconcile': (decision) => {
      const done = reconcile(study, decision);
      changed('study');
      return done;
    },
    'mobility/undo-reconcile': () => {
      const done = undoReconcile(study);
      changed('study');
      return done;
    },
  } satisfies Partial<Handlers>;
}

function studyInfo(study: Study): StudyInfo {
  const { db } = study;
  const { codebook } = study.book;
  const count = (sql: string) => db.get<{ n: number }>(`SELECT count(*) AS n FROM ${sql}`)?.n ?? 0;
  return {
    name: factOf(db, 'study-name') ?? '',
    fictional: study.fictional,
    codebook: study.book,
    counts: {
      scholars: count('scholars'),
      positions: count('positions'),
      evidence: count('evidence'),
      institutions: count('institutions'),
      openMentions: countOpenMentions(study),
      codes: count('codes'),
      coders: count('coders'),
      edges: count('edges'),
    },
    rankings: rankingYears(db, codebook),
    editions: editionsOf(db),
    coders: listCoders(db),
    transitions: transitionsOf(codebook),
  };
}

function institutionViews(study: Study) {
  const placer = study.placer();
  const mentions = new Map<string, number>();
  for (const positions of study.allPositions().values())
    for (const { institution } of positions)
      if (institution) mentions.set(institution, (mentions.get(institution) ?? 0) + 1);
  return listInstitutions(study.db).map((row) => {
    const institution = placer.institution(row.key) as Institution;
    const { level, mean, ranked, usable, status } = placer.reputation(institution, null, null);
    return {
      ...row,
      mentions: mentions.get(row.key) ?? 0,
      level,
      meanRank: mean,
      rankedYears: ranked,
      usableYears: usable,
      tier: cityClassOf(row.city, row.country, placer.book, placer.reference).name,
      reputationStatus: status,
    };
  });
}
