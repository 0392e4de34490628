import { describe, expect, it } from 'vitest';
import type { App } from '../../src/core/app/app.ts';
import { guessKind } from '../../src/core/mobility/import/institution-kinds.ts';
import { roleOf } from '../../src/core/mobility/import/roles.ts';
import { DEFAULT_CODEBOOK } from '../../src/shared/mobility/codebook.ts';
import { finish, freshApp } from '../support/fixtures.ts';
import type { MobilityImportResult } from '../../src/shared/mobility/imports.ts';
import { fileOf, idOf, importStudyFile } from '../support/mobility.ts';

const HEAD = '姓名,类别,学位/职务,单位,起始年,结束年';
const table = (...rows: string[]) => fileOf('r.csv', `${[HEAD, ...rows].join('\n')}\n`);

const rolesOf = async (app: App, key: string) =>
  (await app.call('mobility/get-scholar', { coder: 'x', scholarId: await idOf(app, key) })).positions.map(
    ({ role }) => role,
  );

async function importAnswered(app: App, file: string, answers: Record<string, string>) {
  const { jobId } = await app.call('mobility/start-import', {
    grant: app.grants.add(file),
    mapping: { existing: 'add' },
    onError: 'skip',
    answers,
  });
  return finish<MobilityImportResult>(app, jobId);
}

describe('the role of a position', () => {
  it.each([
    ['教育', '博士', 'doctorate'],
    ['教育经历', '硕士研究生', 'master'],
    ['學歷', '學士', 'bachelor'],
    ['Education', 'PhD', 'doctorate'],
    ['工作', '教授、博士生导师', 'job'],
    ['工作', '博士', 'job'],
    ['工作', '博士后', 'postdoc'],
    ['工作经历', '访问学者', 'visiting'],
    ['荣誉', '教育部“长江学者”特聘教授', 'award'],
    ['', '讲师', 'job'],
    ['教育', '', null],
    ['教育', '优秀毕业生', null],
  ] as const)('%s, %s', (role, title, expected) => {
    expect(roleOf({ role, title }, {})).toBe(expected);
  });

  it('is read by mapped words first', () => {
    expect(roleOf({ role: '教育', title: '进修' }, { 教育: 'visiting' })).toBe('visiting');
    expect(roleOf({ role: '教育', title: '进修' }, { '教育 · 进修': 'visiting', 教育: 'master' })).toBe('visiting');
    expect(roleOf({ role: '', title: '站后' }, { 站后: 'postdoc' })).toBe('postdoc');
  });

  it('that is left open waits for an answer, which later files have too', async () => {
    const app = await freshApp();
    const file = table(
      '李四,教育,博士,武汉大学,1990,1995',
      '李四,教育,进修,北京大学,1996,1997',
      '李四,工作,讲师,武汉大学,1995,至今',
    );
    const asked = await importStudyFile(app, file);
    expect(asked).toMatchObject({ imported: 2, rejected: 0 });
    const id = 'ask.which-role:教育 · 进修';
    expect(asked.questions.map((question) => [question.id, question.rows])).toEqual([[id, 1]]);
    const answered = await importAnswered(app, file, { [id]: 'visiting' });
    expect(answered).toMatchObject({ imported: 1, unchanged: 2, questions: [] });
    expect((await rolesOf(app, '李四')).toSorted()).toEqual(['doctorate', 'job', 'visiting']);
    const later = await importStudyFile(app, table('王五,教育,进修,北京大学,1996,1997'));
    expect(later).toMatchObject({ imported: 1, questions: [] });
    expect(await rolesOf(app, '王五')).toEqual(['visiting']);
  });

  it('is derived: a better mapping and another codebook read the lines again', async () => {
    const app = await freshApp();
    const file = table('李四,站后,研究员,武汉大学,1995,1997', '李四,Kammermusik,,武汉大学,1990,1995');
    await importStudyFile(app, file);
    await importStudyFile(app, fileOf('other.csv', `${HEAD}\n王五,站后,研究员,武汉大学,1995,1997\n`));
    expect([await rolesOf(app, '李四'), await rolesOf(app, '王五')]).toEqual([['job', 'job'], ['job']]);
    const again = await importStudyFile(app, file, { roles: { 站后: 'postdoc' } });
    expect(again).toMatchObject({ imported: 1, unchanged: 1 });
    // A line of another file is read again too, though nothing of it is imported.
    expect(await rolesOf(app, '王五')).toEqual(['postdoc']);
    expect(await rolesOf(app, '李四')).toEqual(['postdoc', 'job']);
    await app.call('mobility/apply-codebook', {
      codebook: { ...DEFAULT_CODEBOOK, terminalDegrees: ['Kammermusik'] },
      note: 'x',
      author: 'Ana',
    });
    expect(await rolesOf(app, '李四')).toEqual(['postdoc', 'doctorate']);
  });
});

describe('the kind of an institution', () => {
  it.each([
    ['university', 'Massachusetts Institute of Technology'],
    ['university', 'London School of Economics and Political Science'],
    ['university', 'Karolinska Institute'],
    ['university', '中国科学院大学'],
    ['university', 'Harvard Medical School'],
    ['university', 'Indiana University Jacobs School of Music'],
    ['conservatory', 'The Juilliard School'],
    ['conservatory', 'Curtis Institute of Music'],
    ['conservatory', 'University of Music and Performing Arts Vienna'],
    ['conservatory', '星海音樂學院'],
    ['hospital', '复旦大学附属华山医院'],
    ['hospital', '浙江大学医学院附属第一医院'],
    ['school', '上海音乐学院附属中学'],
    ['school', '北大附中'],
    ['institute', '中国科学院物理研究所'],
    ['institute', 'Max Planck Institute for Physics'],
    ['company', '华为技术有限公司'],
  ])('%s: %s', (kind, name) => {
    expect(guessKind(name)).toBe(kind);
  });
});
