import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { ROOT, suiteFolder } from '../support/fixtures.ts';
import { saying } from '../support/messages.ts';

const CLI = join(ROOT, 'src', 'cli', 'main.ts');

function quadrille(...args: string[]) {
  const { status, stdout, stderr } = spawnSync(process.execPath, [CLI, ...args], {
    encoding: 'utf8',
    cwd: ROOT,
    env: { ...process.env, INIT_CWD: undefined },
  });
  return { status, stdout, stderr };
}

function json(...args: string[]) {
  const { status, stdout } = quadrille(...args, '--json');
  const lines = stdout.trimEnd().split('\n');
  expect(lines.length, stdout).toBe(1);
  return { status, value: JSON.parse(lines[0]) };
}

describe('mobility on the command line', () => {
  let folder = '';
  let demo = '';
  beforeAll(() => {
    folder = suiteFolder();
    demo = join(folder, 'demo');
    expect(json('mobility', 'demo', '--library', demo)).toMatchObject({
      status: 0,
      value: { fictional: true, scholars: 621 },
    });
  });

  it('clear matches are listed, and taken with the very name or all', () => {
    const library = join(folder, 'matches');
    expect(json('library', 'create', library).status).toBe(0);
    const file = (name: string, text: string) => {
      writeFileSync(join(folder, name), text);
      expect(json('mobility', 'import', join(folder, name), '--library', library).status).toBe(0);
    };
    file(
      'alders.csv',
      'key,name,kind,country\n1,Alder University-Main Campus,university,US\n2,University of Birchland,university,US\n',
    );
    file('alder-people.csv', 'Name,PhD Institution\nAnn,Alder University\nBen,University of Birchlands\n');
    const matches = (...args: string[]) => json('mobility', 'institutions', 'matches', ...args, '--library', library);
    const names = ({ value }: ReturnType<typeof matches>) => value.matches.map((one: { name: string }) => one.name);
    expect(names(matches())).toEqual(['Alder University-Main Campus', 'University of Birchland']);
    expect(matches('--accept', 'sure').status).toBe(2);
    expect(matches('--accept', 'sure', '--coder', 'Ann').value.accepted).toBe(1);
    expect(names(matches())).toEqual(['University of Birchland']);
    expect(matches('--accept', 'all', '--coder', 'Ann').value.accepted).toBe(1);
    expect(names(matches())).toEqual([]);
  });

  it('population, ethics, drift: what is asked for, given and shown', () => {
    const library = join(folder, 'whom');
    expect(json('library', 'create', library).status).toBe(0);
    const list = join(folder, 'population.csv');
    writeFileSync(list, '姓名,性别,缺失原因\n张三,男,未公开\n李四,女,\n');
    expect(json('mobility', 'import', list, '--library', library).value).toMatchObject({ kind: 'population' });
    const reason = ['--member', '李四', '--reason', 'refused', '--library', library];
    expect(json('mobility', 'population', 'reason', ...reason).value).toEqual({ changed: 1 });
    expect(json('mobility', 'population', 'show', '--library', library).value).toMatchObject({
      ...{ members: 2, missing: 2 },
      reasons: [
        { reason: 'not-public', count: 1 },
        { reason: 'refused', count: 1 },
      ],
    });
    const ethics = (...args: string[]) => json('mobility', 'ethics', ...args, '--library', library);
    expect(ethics('--set', 'board=Board', '--set', 'approval=7').value).toMatchObject({ board: 'Board', date: '' });
    expect(ethics('--set', 'colour=red').status).toBe(2);
    expect(json('mobility', 'drift', '--library', library).value).toEqual({ coders: [] });
    const pilot = ['--coders', 'Ana,Ben', '--count', '3', '--library', library];
    expect(json('mobility', 'pilot', ...pilot).value.error.code).toBe('conflict');
  });

  it('summary: the shape that the help promises', () => {
    const { value } = json('mobility', 'summary', '--library', demo, '--transition', 'first-job:elected');
    expect(value).toMatchObject({
      scholars: 621,
      stayed: 303,
      moved: 318,
      missing: 0,
      notComparable: { count: 0, reasons: {} },
      comparableMoves: 318,
      upward: { count: 58, share: expect.closeTo(0.1824, 4), interval: [expect.any(Number), expect.any(Number)] },
      downward: { count: 215 },
      parallel: {
        count: 45,
        doubleSame: { count: 19 },
        upgradeCityDowngradeSchool: { count: 4 },
        downgradeCityUpgradeSchool: { count: 22 },
      },
    });
    expect(value.cells.map((row: number[]) => row.length)).toEqual([3, 3, 3]);
    expect(json('mobility', 'summary', '--library', demo, '--transition', 'a:b')).toMatchObject({
      status: 2,
      value: { error: { message: { text: expect.stringMatching(/doctorate, first-job, elected, current/) } } },
    });
    expect(quadrille('mobility', 'summary', '--library', demo).status).toBe(2);
  });

  it('asks about those whom the bar of the window would leave', () => {
    const on = ['--library', demo, '--transition', 'doctorate:first-job', '--filter', 'gender=f'];
    const women = json('mobility', 'summary', ...on).value;
    expect([women.scholars, women.whom.text]).toEqual([152, 'gender: woman']);
    const bands = ['--attribute', 'birthYear', '--bands', 'birthYear=20'];
    const { groups, sentences } = json('mobility', 'compare', 'outcome-by-group', ...on, ...bands).value;
    expect(groups).toEqual(['1940–1959', '1960–1979', '1980–1999']);
    for (const told of [sentences, json('mobility', 'analyse', 'staying', ...on).value.sentences])
      expect(told.map((one: { id: string }) => one.id)).toContain('focus.only');
    const wrong = quadrille('mobility', 'summary', ...on, '--filter', 'gender=x');
    expect([wrong.status, wrong.stderr]).toEqual([
      2,
      expect.stringMatching(/no scholar has "x".*f \(152\), m \(469\)/),
    ]);
  }, 120_000);

  it('code, export, merge, agreement', () => {
    const codeStage = (stage: string, ...set: string[]) =>
      json('mobility', 'code', '--scholar', 'F001', '--stage', stage, '--coder', 'Ann', '--library', demo, ...set);
    const code = (...set: string[]) => codeStage('first-job', ...set);
    const aldmere = ['--set', 'institution=Fictional Aldmere University'];
    // Another coder has coded the doctorate, which this one may not learn from the quadrant.
    expect(code(...aldmere, '--set', 'year=1999')).toMatchObject({ status: 0, value: { quadrant: null } });
    expect(codeStage('doctorate', ...aldmere, '--set', 'year=1995')).toMatchObject({ status: 0 });
    expect(code(...aldmere, '--set', 'year=1999')).toMatchObject({
      status: 0,
      value: {
        scholar: 'F001',
        stage: 'first-job',
        code: { institution: 'fictional-aldmere-1', year: 1999, level: 1 },
        quadrant: { from: 'doctorate', to: 'first-job', outcome: expect.any(String) },
      },
    });
    expect(code('--set', 'year=2oo5').value.error.message.text).toMatch(/letter where a digit.*Write 2005/);
    expect(code('--set', 'institution=Nowhere').value.error.message.text).toMatch(/No institution.*Nowhere/);
    expect(code('--set', 'colour=red')).toMatchObject({ status: 2 });
    expect(
      json(
        'mobility',
        'code',
        '--scholar',
        'F9999',
        '--stage',
        'first-job',
        '--coder',
        'Ann',
        '--library',
        demo,
        '--accept',
      ).value.error,
    ).toMatchObject({
      code: 'not-found',
      message: { text: expect.stringMatching(/no scholar “F9999”/) },
    });
    const file = join(folder, 'ann.json');
    expect(json('mobility', 'export-coding', file, '--coder', 'Ann', '--library', demo).value).toMatchObject({
      codes: 2,
    });
    const merged = json('mobility', 'merge', file, '--library', demo).value;
    expect(merged).toMatchObject({ added: 0, unchanged: 2, conflicts: [] });
    expect(existsSync(join(demo, 'backups', merged.backup))).toBe(true);
    writeFileSync(file, readFileSync(file, 'utf8').slice(0, 300));
    expect(json('mobility', 'merge', file, '--library', demo)).toMatchObject({
      status: 1,
      value: { error: { code: 'bad-input' } },
    });
    const { value } = json('mobility', 'agreement', '--library', demo);
    expect(value.groups.hidden.find(({ field }: { field: string }) => field === 'institution')).toMatchObject({
      kind: 'judgement',
      kappa: { estimate: expect.any(Number), interval: [expect.any(Number), expect.any(Number)] },
      excluded: 0,
    });
  });

  it('compare: the help names every question, the answer is that of the window', () => {
    const ask = (...args: string[]) =>
      json('mobility', 'compare', ...args, '--transition', 'doctorate:first-job', '--library', demo);
    expect(ask('direction-by-group', '--attribute', 'gender').value).toMatchObject({
      name: 'direction-by-group',
      tests: [{ name: 'chi-square' }, { name: 'fisher' }],
      cautions: ['alternatives', 'not-random', 'superpopulation'],
    });
    expect(ask('upward-logistic', '--covariates', 'gender,birthYear').value.tests).toHaveLength(1);
    expect(ask('zzz')).toMatchObject({
      status: 2,
      value: { error: { message: saying('analysis.no-such-comparison', { name: 'zzz' }) } },
    });
  });

  it('import with a mapping, a preview, a mapping that is wrong', () => {
    const library = join(folder, 'own');
    expect(json('library', 'create', library).status).toBe(0);
    const file = join(folder, 'cv.csv');
    writeFileSync(file, 'who,where,what,a,b\n1,Alpha,PhD,1990,1995\n1,Beta,job,1995,20O1\n');
    const map = join(folder, 'map.json');
    writeFileSync(
      map,
      JSON.stringify({
        kind: 'long',
        columns: { scholar: 'who', institution: 'where', role: 'what', start: 'a', end: 'b' },
      }),
    );
    expect(json('mobility', 'import', file, '--map', map, '--library', library, '--preview').value).toMatchObject({
      read: 2,
      rejected: 1,
    });
    expect(json('mobility', 'import', file, '--map', map, '--library', library, '--on-error', 'abort')).toMatchObject({
      status: 1,
      value: { error: { message: { text: expect.stringMatching(/row 3, end.*Nothing was imported/) } } },
    });
    expect(json('mobility', 'import', file, '--map', map, '--library', library).value).toMatchObject({
      read: 2,
      imported: 1,
      rejected: 1,
      rejections: [{ row: 3, field: 'end', value: '20O1', fix: { text: 'Write 2001' } }],
    });
    writeFileSync(map, '{"kind":"lang"}');
    expect(json('mobility', 'import', file, '--map', map, '--library', library)).toMatchObject({
      status: 1,
      value: { error: { message: { text: expect.stringMatching(/map\.json: kind/) } } },
    });
    expect(json('mobility', 'import', join(folder, 'none.csv'), '--library', library).value.error.code).toBe(
      'not-found',
    );
    expect(json('mobility', 'institutions', 'mentions', '--library', library).value.mentions[0]).toMatchObject({
      mention: 'Alpha',
      state: 'open',
    });
    expect(
      json('mobility', 'institutions', 'add', '--name', 'Alpha', '--city', 'X', '--library', library).value,
    ).toMatchObject({ institution: 'alpha', changed: true });
    expect(json('mobility', 'institutions', 'mentions', '--library', library).value.mentions[0]).toMatchObject({
      state: 'automatic',
    });
    // A study of real people is not mixed with the fictional one.
    expect(json('mobility', 'demo', '--library', library)).toMatchObject({
      status: 1,
      value: { error: { code: 'conflict' } },
    });
  });

  it('codebook: shown, previewed with what it would change, put in force, refused by its field', () => {
    const shown = json('mobility', 'codebook', 'show', '--library', demo).value;
    expect(shown).toMatchObject({ version: 1, codebook: { reputation: { levels: 'four' } } });
    const file = join(folder, 'book.json');
    shown.codebook.reputation.levels = 'five';
    writeFileSync(file, JSON.stringify(shown));
    const preview = json('mobility', 'codebook', 'preview', file, '--library', demo).value;
    expect(preview.differences).toEqual([{ path: 'reputation.levels', before: 'four', after: 'five' }]);
    expect(preview.affected.levels).toBeGreaterThan(0);
    expect(json('mobility', 'codebook', 'apply', file, '--library', demo)).toMatchObject({ status: 2 });
    expect(
      json('mobility', 'codebook', 'apply', file, '--note', 'five levels', '--author', 'Ann', '--library', demo).value,
    ).toEqual({ version: 2 });
    shown.codebook.reputation.cutPoints.five = [3, 2];
    writeFileSync(file, JSON.stringify(shown.codebook));
    expect(
      json('mobility', 'codebook', 'apply', file, '--note', 'x', '--author', 'Ann', '--library', demo).value.error,
    ).toMatchObject({
      code: 'bad-input',
      message: saying('codebook.not-valid', { path: 'reputation.cutPoints.five' }),
    });
  });

  it('stats: inline, from a file, wrong', () => {
    expect(json('stats', 'kappa', '--data', '{"table":[[20,5],[10,15]]}').value).toMatchObject({
      estimate: expect.closeTo(0.4, 10),
      se: expect.closeTo(0.126996, 5),
    });
    const file = join(folder, 'data.json');
    writeFileSync(file, '{"count":81,"total":263}');
    expect(json('stats', 'wilson', '--data', file).value.interval).toEqual([
      expect.closeTo(0.25529, 5),
      expect.closeTo(0.36621, 5),
    ]);
    expect(json('stats', 'wilson', '--data-file', file).value.estimate).toBeCloseTo(81 / 263, 12);
    expect(json('stats', 'wilson', '--data-file', `${file}.none`).value.error).toMatchObject({ code: 'not-found' });
    expect(json('stats', 'wilson', '--data', '{}', '--data-file', file).status).toBe(2);
    expect(json('stats', 'nonsense', '--data', '{}')).toMatchObject({
      status: 2,
      value: { error: { message: { text: expect.stringMatching(/“nonsense”.*Available: chi-square/) } } },
    });
    expect(json('stats', 't-test', '--data', '{"x":[1]}')).toMatchObject({
      status: 1,
      value: { error: { code: 'bad-input' } },
    });
    expect(json('stats', 't-test', '--data', '{"x":[1').value.error.message.text).toMatch(/no valid JSON/);
  });
});
