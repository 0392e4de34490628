import { counted } from '../counted.ts';
import { commandError } from '../command.ts';
import { join } from 'node:path';
import type { App } from '../../core/app/app.ts';
import { personNamed } from '../../core/mobility/coding/identity.ts';
import { codeStage } from '../../core/mobility/coding/code-stage.ts';
import { runMobilityDemo } from '../../core/mobility/demo/run-demo.ts';
import { scholarView } from '../../core/mobility/coding/view.ts';
import { movesBetween } from '../../core/mobility/quadrant/move.ts';
import { readYear } from '../../core/mobility/import/cells/fields.ts';
import { readerOf } from '../../core/report/reader.ts';
import { createLibrary, libraryExists, openLibrary } from '../../core/storage/library.ts';
import { scholarByKey } from '../../core/mobility/rows/scholar-rows.ts';
import { POSITION_ROLES } from '../../shared/mobility/codebook.ts';
import type { CodeValue, ScholarView } from '../../shared/mobility/coding.ts';
import type { Share, Summary } from '../../shared/mobility/results.ts';
import { labelIn } from '../../shared/messages/message.ts';
import { weightedSentence } from '../../shared/mobility/sentences.ts';
import { reasonLabel, transitionLabel } from '../../shared/mobility/words.ts';
import { assignments, callerPath, type Command, noMorePositionals, required, UsageError } from '../command.ts';
import { FOCUS_HELP, FOCUS_OPTIONS, FOCUS_USAGE, focusOf } from '../focus.ts';
import { withLibrary } from '../session.ts';
import { spawnTrainer } from '../spawn-trainer.ts';

export const mobilityDemoCommand: Command = {
  usage: 'mobility demo --library FOLDER [--json]',
  help: [
    'The library is made where there is none. Files of the fictional world lie in its folder fictional-sources.',
    'Example: quadrille mobility demo --library my-demo',
  ],
  options: { library: { type: 'string' } },
  async run(input) {
    noMorePositionals(input, 0);
    const folder = callerPath(required(input, 'library'));
    const { createApp } = await import('../../core/app/create-app.ts');
    const app = createApp({
      library: libraryExists(folder) ? await openLibrary(folder) : await createLibrary(folder),
      spawnTrainer,
    });
    try {
      const result = await runMobilityDemo(app.study, join(folder, 'fictional-sources'), ({ text }) =>
        input.progress(text),
      );
      input.print(
        [
          `FICTIONAL study: ${counted(result.scholars, 'scholar')}, ${counted(result.institutions, 'institution')}, ` +
            `${counted(result.positions, 'résumé line')}, made by code.`,
          ...Object.values(result.summaries).map(summaryText),
        ].join('\n\n'),
      );
      return result;
    } finally {
      await app.close();
    }
  },
};

export const mobilityCodeCommand: Command = {
  usage:
    'mobility code --scholar ID --stage NAME --coder NAME (--set FIELD=VALUE … | --accept) --library FOLDER [--json]',
  help: [
    '--set institution=KEY or NAME, city=CITY, country=CN, year=2003, role=job, state=coded|missing|skipped, ' +
      'uncertain=true, note=TEXT; FIELD= empties it',
    '--accept   take the rule’s suggestion as it stands',
    'Example: quadrille mobility code --scholar F001 --stage first-job --set institution=fictional-aldmere-2 ' +
      '--set year=1999 --coder Ana --library my-demo',
  ],
  options: {
    library: { type: 'string' },
    scholar: { type: 'string' },
    stage: { type: 'string' },
    coder: { type: 'string' },
    set: { type: 'string', multiple: true },
    accept: { type: 'boolean' },
  },
  async run(input) {
    noMorePositionals(input, 0);
    const [scholarKey, stage, typed] = [required(input, 'scholar'), required(input, 'stage'), required(input, 'coder')];
    const accept = input.values.accept === true;
    const given = assignments(input);
    if (!accept && given.length === 0) throw new UsageError('Give at least one --set FIELD=VALUE, or --accept.');
    return withLibrary(input, async (app) => {
      const { study } = app;
      const scholar = scholarByKey(study.db, scholarKey);
      const coder = personNamed(study.db, typed);
      codeStage(study, coder, scholar.id, stage, { value: codeFields(app, given), accept, line: null });
      const view = scholarView(study, coder, scholar.id);
      const code = view.stages.find(({ key }) => key === stage)?.code ?? null;
      const quadrants = quadrantsOf(app, scholar, view, stage);
      const place = view.stages.find(({ key }) => key === stage)?.place ?? null;
      input.print(
        `${scholar.name}, ${stage}: ${place?.institution ?? code?.state ?? ''}` +
          (quadrants[0] ? ` — ${[quadrants[0].outcome, quadrants[0].direction].filter(Boolean).join(', ')}` : ''),
      );
      return {
        scholar: scholarKey,
        stage,
        code: { ...code, level: place?.level ?? null, tier: place?.tier ?? null },
        quadrant: quadrants.find(({ to }) => to === stage) ?? quadrants[0] ?? null,
        quadrants,
      };
    });
  },
};

/**
 * The moves into and out of a stage: from this coder's codes and, for stages this coder has not coded, from the
 * final codes so far.
 */
function quadrantsOf(app: App, scholar: { id: number; key: string; name: string }, view: ScholarView, stage: string) {
  const placer = app.study.placer();
  const final = app.study.finalCodes().get(scholar.id);
  const stages = view.stages.map(({ key, place }) => ({
    place: place ?? (final?.get(key)?.value ? placer.place(key, final.get(key)?.value ?? null, scholar.id) : null),
  }));
  return movesBetween(scholar, stages, placer)
    .filter(({ from, to }) => from.stage === stage || to.stage === stage)
    .map(({ from, to, outcome, school, cityChange, direction, subtype, reason, missing }) => ({
      from: from.stage,
      to: to.stage,
      outcome,
      school,
      city: cityChange,
      direction,
      subtype,
      reason: reason ?? missing,
    }));
}

function codeFields(app: App, given: [string, string][]): Partial<CodeValue> {
  const value: Record<string, unknown> = {};
  for (const [field, text] of given) value[field] = fieldValue(app, field, text);
  return value as Partial<CodeValue>;
}

function fieldValue(app: App, field: string, text: string): unknown {
  switch (field) {
    case 'institution':
      return text === '' ? null : institutionKey(app, text);
    case 'city':
    case 'country':
      return text === '' ? null : text;
    case 'note':
      return text;
    case 'year': {
      const year = readYear(text, ['']);
      if ('problem' in year)
        throw commandError('bad-input', `year: ${year.problem.text}. ${year.fix.text}.`, { field: 'year' });
      return year.year;
    }
    case 'role':
      if (text !== '' && !POSITION_ROLES.includes(text as never))
        throw commandError('bad-input', `role: ${JSON.stringify(text)} is none of ${POSITION_ROLES.join(', ')}.`, {
          field: 'role',
        });
      return text === '' ? null : text;
    case 'state':
      if (!['coded', 'missing', 'skipped'].includes(text))
        throw commandError('bad-input', `state: ${JSON.stringify(text)} is none of coded, missing, skipped.`, {
          field: 'state',
        });
      return text;
    case 'uncertain':
      if (text !== 'true' && text !== 'false')
        throw commandError('bad-input', 'uncertain is true or false.', { field: 'uncertain' });
      return text === 'true';
    default:
      throw new UsageError(
        `There is no field ${JSON.stringify(field)} to set. Known: institution, city, country, year, role, ` +
          `state, uncertain, note.`,
      );
  }
}

function institutionKey(app: App, text: string): string {
  const { study } = app;
  if (study.placer().institution(text)) return text;
  const named = study.db.all<{ key: string }>(
    'SELECT DISTINCT i.institution_key AS key FROM institution_names n JOIN institutions i ON i.id = ' +
      'n.institution_id WHERE n.name = ? COLLATE NOCASE',
    text,
  );
  if (named.length === 1) return named[0].key;
  throw commandError(
    'not-found',
    named.length === 0
      ? `No institution of this library has the key or name ${JSON.stringify(text)}. Add it with "mobility ` +
          `institutions add", or import a list.`
      : `${JSON.stringify(text)} is the name of ${named.length} institutions: ` +
          `${named.map(({ key }) => key).join(', ')}. Give the key.`,
  );
}

export const mobilitySummaryCommand: Command = {
  usage: `mobility summary --transition FROM:TO --library FOLDER ${FOCUS_USAGE} [--json]`,
  help: [
    'Transitions of the default codebook: doctorate:first-job, first-job:elected, elected:current',
    'cells: rows school change down, same, up; columns city change down, same, up',
    'Shares are of the comparable moves, subtype shares of the parallel moves.',
    ...FOCUS_HELP,
    'Example: quadrille mobility summary --library my-demo --transition doctorate:first-job --json',
  ],
  options: { library: { type: 'string' }, transition: { type: 'string' }, ...FOCUS_OPTIONS },
  async run(input) {
    noMorePositionals(input, 0);
    const transition = required(input, 'transition');
    return withLibrary(input, async (app) => {
      const focus = await focusOf(app, input);
      const { summary, weighted, whom } = await app.call('mobility/get-moves', { transition, focus });
      input.print((whom ? `Only ${whom.text}\n` : '') + summaryText(summary));
      if (!weighted) return { ...summary, ...(whom ? { whom } : {}) };
      input.print(weightedSentence(transitionLabel(app.study.book.codebook, transition), weighted).text);
      return { ...summary, weighted, ...(whom ? { whom } : {}) };
    });
  },
};

const ENGLISH = readerOf('en');

function summaryText(summary: Summary): string {
  const percent = (value: number) => (100 * value).toFixed(1);
  const share = ({ count, share: value, interval }: Share) =>
    String(count).padStart(5) +
    (value === null || interval === null
      ? ''
      : `  ${percent(value).padStart(5)} %  (95 % ${percent(interval[0])} to ${percent(interval[1])})`);
  const { parallel } = summary;
  const reasons = Object.entries(summary.notComparable.reasons)
    .map(([reason, count]) => `${labelIn(reasonLabel(reason), ENGLISH)} ${count}`)
    .join(', ');
  return [
    `${summary.transition}${summary.fictional ? ' (FICTIONAL)' : ''}, codebook version ${summary.codebookVersion}`,
    `  ${counted(summary.scholars, 'scholar')}: ${summary.stayed} stayed, ${summary.moved} moved, ${summary.missing} ` +
      `missing; ${counted(summary.comparableMoves, 'comparable move')}`,
    `  left out as not comparable     ${share(summary.notComparable)}${reasons === '' ? '' : `: ${reasons}`}`,
    `  upward                         ${share(summary.upward)}`,
    `  downward                       ${share(summary.downward)}`,
    `  parallel                       ${share(parallel)}`,
    `    double same                  ${share(parallel.doubleSame)}`,
    `    upgrade city, downgrade school${share(parallel.upgradeCityDowngradeSchool).slice(1)}`,
    `    downgrade city, upgrade school${share(parallel.downgradeCityUpgradeSchool).slice(1)}`,
    `  postdoc after the doctorate: ${summary.postdoc.count}, at the alma mater ` +
      `${summary.postdoc.continuedAtAlmaMater}`,
  ].join('\n');
}
