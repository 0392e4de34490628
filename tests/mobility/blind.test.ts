import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { unzipSync } from 'fflate';
import { describe, expect, it } from 'vitest';
import type { App } from '../../src/core/app/app.ts';
import { contract, type Input, type Method } from '../../src/shared/contract/index.ts';
import { EXPORT_FORMATS, type mobilityContract } from '../../src/shared/contract/mobility.ts';
import { EMPTY_CODE } from '../../src/shared/mobility/coding.ts';
import { finish, temporaryFolder } from '../support/fixtures.ts';
import { fileOf, idOf, importStudyFile, resumes, smallStudy } from '../support/mobility.ts';
import { telling } from '../support/messages.ts';

const CAREERS = ['s1', 's2'].flatMap((key) => [
  `${key},Scholar ${key},f,PhD,Alpha University,Alpha,1990,1995,`,
  `${key},Scholar ${key},f,lecturer,Beta University,Beta,1996,present,`,
]);
const TRANSITION = 'doctorate:first-job';
/** Stands in Ana's codes and in the decision on one of them, and nowhere else. */
const SENTINEL = 'zzsentinel';

interface Desk {
  app: App;
  /** Where what is written goes. */
  folder: string;
  /** The scholar whom Ana has coded. */
  scholarId: number;
  /** Ana's work, brought as a file. */
  anasFile: string;
}

/** Ana has coded both scholars, and a judge has looked at one code; Ben is to code them too. */
async function desk(): Promise<Desk> {
  const app = await smallStudy();
  await importStudyFile(app, fileOf('r.csv', resumes(...CAREERS)));
  const stages = await stagesOf(app);
  for (const key of ['s1', 's2'])
    for (const stage of stages)
      await app.call('mobility/code', {
        ...{ coder: 'Ana', scholarId: await idOf(app, key), stage },
        value: { institution: 'a', city: `${SENTINEL}-${stage}`, year: 1995, note: SENTINEL },
      });
  const scholarId = await idOf(app, 's1');
  await app.call('mobility/adjudicate', {
    ...{ scholarId, stage: stages[0], author: 'Chief', reason: SENTINEL },
    value: { ...EMPTY_CODE, institution: 'b', city: SENTINEL },
  });
  await app.call('mobility/note-scholars', { author: 'Ana', scholarIds: [scholarId], memo: SENTINEL });
  const folder = temporaryFolder();
  const { file } = await app.call('mobility/export-coding', { coder: 'Ana', grant: app.grants.add(folder) });
  return { app, folder: temporaryFolder(), scholarId, anasFile: join(folder, file) };
}

async function stagesOf(app: App): Promise<string[]> {
  const { codebook } = (await app.call('mobility/get-study', {})).codebook;
  return codebook.stages.flatMap(({ key, optional }) => (optional ? [] : [key]));
}

type StudyMethod = keyof typeof mobilityContract;

/** What the blind coder asks; a method of a study that is not here does not compile. */
const QUESTIONS: { [M in StudyMethod]: (at: Desk) => Input<M>[] } = {
  'mobility/list-scholar-summaries': () => [{}, { filter: { coder: 'Ana' } }, { filter: { move: TRANSITION } }],
  'mobility/get-career': ({ scholarId }) => [{ scholarId }],
  'mobility/assign-scholars': ({ scholarId }) => [{ coder: 'Cyd', scholarIds: [scholarId], suggestions: 'shown' }],
  'mobility/get-work': () => [{}],
  'mobility/split-work': () => [{ coders: ['Cyd', 'Dee'], common: 0, among: 'rest', suggestions: 'shown', dry: true }],
  'mobility/assign-list': () => [{ coder: 'Cyd', list: 's2', suggestions: 'shown' }],
  'mobility/take-back': () => [{ coder: 'Cyd' }],
  'mobility/set-queue-order': () => [{ order: 'uncertain', randomShare: 0.2 }],
  'mobility/mark-missing': ({ scholarId }) => [{ coder: 'Cyd', scholarIds: [scholarId], stage: 'doctorate' }],
  'mobility/note-scholars': ({ scholarId }) => [{ author: 'Ben', scholarIds: [scholarId], flagged: true }],
  'mobility/delete-scholars': ({ scholarId }) => [{ author: 'Ben', scholarIds: [scholarId + 1] }],
  'mobility/list-deletions': () => [{}],
  'mobility/restore-scholars': () => [{ id: 1 }],
  'mobility/get-population': () => [{}],
  'mobility/list-members': () => [{}],
  'mobility/take-scholars-as-population': () => [{}],
  'mobility/set-missing-reason': () => [{ keys: ['s1'], reason: 'no-cv' }],
  'mobility/get-ethics': () => [{}],
  'mobility/set-ethics': () => [{ board: 'Board' }],
  'mobility/draw-pilot': () => [{ coders: ['Cyd', 'Dee'], count: 1 }],
  'mobility/get-coder-drift': () => [{}],
  'mobility/rename-coder': () => [{ coder: 'Cyd', name: 'Cydney' }],
  'mobility/get-ledger': () => [{}],
  'mobility/name-family': () => [{ name: 'Directions', comparisons: ['direction-by-group'] }],
  'mobility/list-findings': () => [{}],
  'mobility/get-finding': () => [{ name: 'staying', transition: TRANSITION }],
  'mobility/cancel-finding': () => [{}],
  'mobility/get-study': () => [{}],
  'mobility/make-demo': () => [{}],
  'mobility/list-codebooks': () => [{}],
  'mobility/list-presets': () => [{}],
  'mobility/list-stage-kinds': () => [{}],
  'mobility/preview-codebook': () => [{ codebook: {} }],
  'mobility/apply-codebook': () => [{ codebook: {}, note: '', author: 'Ben' }],
  'mobility/list-import-kinds': () => [{}],
  'mobility/get-template': () => [{ kind: 'long', language: 'en' as const }],
  'mobility/paste-text': () => [{ scholar: 's2', text: '1990–1995 PhD' }],
  'mobility/preview-import': ({ app, anasFile }) => [{ grant: app.grants.add(anasFile) }],
  'mobility/start-import': ({ app, anasFile }) => [{ grant: app.grants.add(anasFile) }],
  'mobility/answer-import': () => [{ jobId: 1, answers: {} }],
  'mobility/list-imports': () => [{}],
  'mobility/undo-import': () => [{ id: 1 }],
  'mobility/list-mappings': () => [{}],
  'mobility/save-mapping': () => [{ name: 'mine', mapping: {} }],
  'mobility/list-mentions': () => [{}],
  'mobility/list-candidates': () => [{ mentionKey: 'alpha university' }],
  'mobility/list-mention-lines': () => [{ mentionKey: 'alpha university' }],
  'mobility/list-institutions': () => [{}],
  'mobility/list-institution-names': () => [{}],
  'mobility/list-clear-matches': () => [{}],
  'mobility/accept-matches': () => [
    { author: 'Ben', matches: [{ kind: 'ranking', key: 'b', target: 'ARWU', name: 'University of Beta' }] },
  ],
  'mobility/list-todo': () => [{}],
  'mobility/save-institution': () => [
    { key: 'new', name: 'New University', kind: 'university', city: 'Alpha', country: 'CN' },
  ],
  'mobility/reconcile': () => [{ mentionKey: 'beta university', institution: 'b', author: 'Ben' }],
  'mobility/undo-reconcile': () => [{}],
  'mobility/list-scholars': () => [{ coder: 'Ben' }],
  'mobility/get-scholar': ({ scholarId }) => [{ coder: 'Ben', scholarId }],
  'mobility/next-scholar': () => [
    { coder: 'Ben', from: null },
    { coder: 'Ben', from: 1, step: 'next' },
  ],
  'mobility/code': ({ scholarId }) => [
    { coder: 'Ben', scholarId, stage: 'doctorate', accept: true },
    { coder: 'Ben', scholarId, stage: 'current', value: { institution: 'b' } },
  ],
  'mobility/undo': () => [{ coder: 'Ben', direction: 'undo' }],
  'mobility/list-events': ({ scholarId }) => [{ scholarId: null, limit: 5000 }, { scholarId }],
  'mobility/assign': () => [{ coder: 'Ben', what: 'overlap', other: 'Ana', suggestions: 'hidden' }],
  'mobility/get-agreement': () => [{}],
  'mobility/cancel-agreement': () => [{}],
  'mobility/list-disagreements': () => [{ settled: 'all' }, { settled: 'open' }],
  'mobility/adjudicate': ({ scholarId }) => [
    { scholarId, stage: 'current', value: EMPTY_CODE, author: 'Ben', reason: '' },
  ],
  'mobility/list-settlement-questions': () => [
    { judge: 'Ben', settled: 'all' },
    { judge: 'Somebody', settled: 'open' },
  ],
  'mobility/withdraw-settlement': ({ scholarId }) => [{ scholarId, stage: 'current', author: 'Ben', reason: '' }],
  // What opens the codes is called at the end.
  'mobility/open-blind': () => [],
  'mobility/export-coding': ({ app, folder }) => [
    { coder: 'Ana', grant: app.grants.add(folder) },
    { coder: 'Ben', grant: app.grants.add(folder) },
    { coder: 'Chief', grant: app.grants.add(folder) },
  ],
  'mobility/merge-coding': ({ app, anasFile }) => [{ grant: app.grants.add(anasFile) }],
  'mobility/preview-merge': ({ app, anasFile }) => [{ grant: app.grants.add(anasFile) }],
  'mobility/get-moves': () => [{ transition: TRANSITION }],
  'mobility/get-plane': () => [{ transition: TRANSITION }],
  'mobility/get-sample': () => [{}],
  'mobility/get-sensitivity': () => [{ transition: TRANSITION }],
  'mobility/get-flows': () => [{ unit: 'city' }, { unit: 'institution' }],
  'mobility/get-transition-table': () => [
    { transition: TRANSITION, unit: 'level' },
    { transition: TRANSITION, unit: 'tier' },
  ],
  'mobility/get-timeline': () => [{}],
  'mobility/get-focus-choices': () => [{}],
  'mobility/get-network': () => [{ kind: 'institutions' }, { kind: 'people', coLocation: true }],
  'mobility/get-city-map': () => [{ transition: TRANSITION }],
  'mobility/list-comparisons': () => [{}],
  'mobility/get-comparison': () => [{ name: 'directions-by-attribute', transition: TRANSITION, attribute: 'gender' }],
  'mobility/list-statistics': () => [{}],
  'mobility/compute-statistic': () => [{ name: 'kappa', data: '{}' }],
  // The two that are for others exclude each other.
  'mobility/export': ({ app, folder }) =>
    (['suppressed-tables', 'pseudonymised'] as const).map((other) => ({
      grant: app.grants.add(folder),
      formats: EXPORT_FORMATS.filter((format) => format !== other),
    })),
  'mobility/get-network-file': () => [
    { kind: 'people', format: 'graphml' },
    { kind: 'institutions', format: 'gexf' },
  ],
};

/** Of the rest, what can be asked without more; but for the demo, and the check of the machine, which takes seconds. */
const OTHERS = (Object.keys(contract) as Method[]).filter(
  (method) =>
    !(method in QUESTIONS) &&
    contract[method].input.safeParse({}).success &&
    !['library/start-demo', 'app/doctor'].includes(method),
);

/** Calls everything; answers the methods that showed the sentinel, and the files that hold it. */
async function leaks(at: Desk): Promise<string[]> {
  const { app, folder } = at;
  const found: string[] = [];
  const ask = async <M extends Method>(method: M, input: Input<M>) => {
    let answer: unknown;
    try {
      answer = await app.call(method, input);
      const { jobId } = (answer ?? {}) as { jobId?: number };
      if (jobId !== undefined) answer = await finish(app, jobId);
    } catch (error) {
      answer = [(error as Error).message, (error as { details?: unknown }).details];
    }
    if (JSON.stringify(answer ?? null).includes(SENTINEL)) found.push(method);
  };
  for (const [method, inputs] of Object.entries(QUESTIONS) as [StudyMethod, (desk: Desk) => never[]][])
    for (const input of inputs(at)) await ask(method, input);
  for (const method of OTHERS) await ask(method, {} as never);
  await ask('library/export-archive', { folder: app.grants.add(folder) });
  await ask('library/export-archive', { folder: app.grants.add(folder), coder: 'Ben' });
  for (const file of readdirSync(folder, { recursive: true }) as string[])
    if (statSync(join(folder, file)).isFile() && contentOf(join(folder, file)).includes(SENTINEL))
      found.push(file.replace(/^.*[\\/]/, ''));
  return found;
}

function contentOf(file: string): string {
  const bytes = readFileSync(file);
  if (file.endsWith('.xlsx'))
    return Object.values(unzipSync(bytes))
      .map((part) => Buffer.from(part).toString('latin1'))
      .join('');
  return (file.endsWith('archive') ? gunzipSync(bytes) : bytes).toString('latin1');
}

describe('a blind coder is shown nothing of what others coded', () => {
  it.each(['assigned', 'not assigned'])('in any answer, export or archive: %s', async (how) => {
    const at = await desk();
    const { app } = at;
    if (how === 'assigned') await app.call('mobility/assign', { coder: 'Ben', what: 'all', suggestions: 'hidden' });
    for (const key of ['s1', 's2'])
      expect(
        (await app.call('mobility/get-scholar', { coder: 'Ben', scholarId: await idOf(app, key) })).suggestions,
      ).toBe('hidden');
    expect(await leaks(at)).toEqual([]);
    if (how !== 'assigned') return;
    // When the lead opens the codes, the same questions show them.
    await app.call('mobility/open-blind', { author: 'Lead' });
    const shown = await leaks({ ...at, folder: temporaryFolder() });
    for (const place of ['list-events', 'list-disagreements', 'list-settlement-questions', 'get-moves', 'get-flows'])
      expect(shown).toContain(`mobility/${place}`);
    for (const file of [/archive$/, /^Ana/, /xlsx$/, /careers\.csv$/, /json$/])
      expect(shown.some((name) => file.test(name))).toBe(true);
  });

  it('until all have finished; what is corrected later is no independent judgement', async () => {
    const { app, scholarId } = await desk();
    await app.call('mobility/assign', { coder: 'Ben', what: 'all', suggestions: 'hidden' });
    const stages = await stagesOf(app);
    const code = (stage: string, institution: string) =>
      app.call('mobility/code', { coder: 'Ben', scholarId, stage, value: { institution, year: 1995 } });
    const report = () => app.call('mobility/get-agreement', {});
    for (const stage of stages.slice(1)) await code(stage, 'b');
    // What is put off is not judged.
    const later = { ...EMPTY_CODE, state: 'skipped' as const };
    await app.call('mobility/code', { coder: 'Ben', scholarId, stage: stages[0], value: later });
    expect((await report()).doubleCodedUnits).toBe(0);
    const judge = { scholarId, stage: stages[1], value: EMPTY_CODE, author: 'Chief', reason: '' };
    await expect(app.call('mobility/adjudicate', judge)).rejects.toMatchObject(telling('agreement.still-blind'));
    await app.call('mobility/undo', { coder: 'Ben', direction: 'undo' });
    await code(stages[0], 'b');
    const share = async () => (await report()).groups.all.find(({ field }) => field === 'institution')?.percent.share;
    expect((await report()).doubleCodedUnits).toBe(stages.length);
    expect(await share()).toBe(0);
    for (const stage of stages) await code(stage, 'a');
    expect(await share()).toBe(0);
    const now = await app.call('mobility/list-disagreements', { settled: 'all' });
    expect(now.find(({ stage }) => stage === stages[1])?.fields).toEqual(['city']);
  });
});
