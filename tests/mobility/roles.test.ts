import { describe, expect, it } from 'vitest';
import type { App } from '../../src/core/app/app.ts';
import { guessKind } from '../../src/core/mobility/import/institutions/institution-kinds.ts';
import { roleOf } from '../../src/core/mobility/import/roles/roles.ts';
import { DEFAULT_CODEBOOK, type PositionRole } from '../../src/shared/mobility/codebook.ts';
import { saying } from '../support/messages.ts';
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

  it.each<[PositionRole | null, string[]]>([
    [
      'job',
      [
        '讲席教授',
        '长聘副教授',
        '二级教授',
        '博导',
        '院长助理',
        '博士后合作导师',
        '研究生院院长',
        'Dean of Graduate Studies',
      ],
    ],
    [
      'job',
      ['Maître de conférences', "Master's tutor", 'Privatdozent', 'Master of Ceremonies', 'Senior Research Fellow'],
    ],
    [
      'job',
      ['教授、院士', '博士生导师，特聘教授', 'Konzertmeister', 'Lehrstuhl für Musikpädagogik', '学位委员会秘书、讲师'],
    ],
    ['part-time', ['兼职教授', 'Adjunct Professor']],
    ['visiting', ['客座教授', 'Gastprofessor', '公派访问', '交换学者']],
    [
      'doctorate',
      ['박사', 'Dottorato di ricerca', 'Kandidat nauk', 'Dr. phil.', 'Sc.D.', '直博', '在职博士', '博士研究生'],
    ],
    ['master', ['修士', 'Magister', 'Maîtrise', 'MFA', '석사']],
    ['bachelor', ['Licenciatura', 'Licence', '학사']],
    ['postdoc', ['师资博士后', 'Marie Curie Fellow']],
    // Each may be a post, a degree, an honour or none of them.
    [
      null,
      ['名誉教授', 'Professor Emeritus', 'Honorary Professor', '退休教授', '双聘教授', '讲座教授', '挂职', '外聘教授'],
    ],
    [
      null,
      [
        '名誉博士',
        '荣誉博士学位',
        'Doctor honoris causa',
        '博士肄业',
        '博士在读',
        'ABD',
        '联合培养博士',
        '研究生',
        '大专',
      ],
    ],
    [
      null,
      ['长江学者特聘教授', '院士', 'Guggenheim Fellow', 'Rhodes Scholar', 'FRS', 'Sloan Research Fellow', '国家杰青'],
    ],
    [
      null,
      ['博士学位论文答辩委员会主席', '博士论文评审人', 'Fellow of Trinity College', '博士毕业留校任教', '协会理事'],
    ],
  ])('%s, or a question where it is none, for titles that stand alone', (expected, titles) => {
    const read = (title: string) => [title, roleOf({ role: '', title }, {})];
    expect(titles.map(read)).toEqual(titles.map((title) => [title, expected]));
  });

  it.each([
    ...[
      '学士后中医系主任',
      '博士班主任',
      '博士課程指導教員',
      '博士後期課程担当教授',
      '박사과정 지도교수',
      '本科生辅导员',
    ],
    ...['Directeur des études doctorales', 'Directrice de thèse', 'Director de tesis doctorales'],
    ...['Coordinador de Doctorado', 'Responsable du master', 'Leiter des Doktorandenkollegs', 'Doktorvater'],
    ...['coordinator of MA in Music', 'Master Teacher', 'Staff Doctor', 'научный руководитель аспирантов'],
  ])('%s is a post, whatever degree others take there', (title) => {
    expect(roleOf({ role: '', title }, {})).toBe('job');
  });

  it.each([
    ...['系主任、博士', '教务处长，博士', 'PhD, Director of Studies', 'Head of Music, PhD', 'Doctorado en Música'],
    ...['博士（系主任推荐）', 'Doctorat de musicologie'],
  ])('%s is a doctorate, whatever post stands beside it', (title) => {
    expect(roleOf({ role: '', title }, {})).toBe('doctorate');
  });

  it('is kept for each of two titles held at one place in the same years', async () => {
    const app = await freshApp();
    const rows = ['李四,,教授,武汉大学,2004,2010', '李四,,院长,武汉大学,2004,2010', '李四,,院长,武汉大学,2004,2010'];
    const told = await importStudyFile(app, table(...rows));
    expect([told.imported, told.rejections.map(({ row }) => row)]).toEqual([2, [4]]);
    expect(await rolesOf(app, '李四')).toEqual(['job', 'job']);
  });

  it.each<[string, string, PositionRole | null]>([
    ['教育', '研究生', null],
    ['工作', '名誉教授', null],
    ['工作', '长江学者特聘教授', 'job'],
    ['其他', '博士', 'doctorate'],
    ['学位', '博士', 'doctorate'],
    ['出国经历', '访问学者', 'visiting'],
    ['人才计划', '长江学者', 'award'],
    ['职位', '教授', 'job'],
  ])('%s, %s: a kind of row that is not known tells less than the title beside it', (role, title, expected) => {
    expect(roleOf({ role, title }, {})).toBe(expected);
  });

  it('of which no word is known is a post, and that is said', async () => {
    const app = await freshApp();
    const told = await importStudyFile(app, table('李四,,讲师,武汉大学,1990,1995', '李四,,场记,某团,1996,1997'));
    expect(told.notes).toContainEqual(saying('study-import.roles-guessed', { titles: ['场记'], count: 1 }));
  });

  it('that is left open does not take a later row for the same position; its rows can be left out', async () => {
    const app = await freshApp();
    const rows = ['李四,教育,进修,武汉大学,1990,1995', '李四,工作,讲师,武汉大学,1990,1995'];
    const asked = await importStudyFile(app, table(...rows));
    expect(asked).toMatchObject({ imported: 1, rejected: 0 });
    const told = await importAnswered(app, table(...rows), { 'ask.which-role:教育 · 进修': 'leave-out' });
    expect(told).toMatchObject({ rejected: 0, questions: [] });
    expect(await rolesOf(app, '李四')).toEqual(['job']);
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
