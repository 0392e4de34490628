import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { peopleIn } from '../../src/core/mobility/cv/people.ts';
import { ROOT } from '../support/fixtures.ts';
import { fileOf, idOf, importStudyFile, smallStudy } from '../support/mobility.ts';

const FOLDER = join(ROOT, 'tests/fixtures/cv');
const STAFF = join(FOLDER, 'people/staff.txt');
const text = readFileSync(STAFF, 'utf8');
const names = (of: string) => peopleIn(of).map(({ name, line }) => `${name} ${line}`);

describe('a text about several people', () => {
  it('is told from its names above or before their careers', () => {
    expect(names(text)).toEqual(['Fiona Imaginary 3', 'Karl Erfunden 6', 'Maria Nowhere 9']);
    expect(names(readFileSync(join(FOLDER, 'people/staff-zh.txt'), 'utf8'))).toEqual([
      '王虚构 3',
      '李假设 6',
      '张编造 8',
    ]);
    const [first, second] = peopleIn(text);
    expect(text.slice(...first.span)).toMatch(/^Professor Fiona Imaginary\nFiona [\s\S]*since 2001\.\n\n$/);
    expect(second.span[0]).toBe(first.span[1]);
  });

  it('is none where all is about one, with others named in it', () => {
    const files = readdirSync(FOLDER).filter((file) => file.endsWith('.txt'));
    const found = files.filter((file) => names(readFileSync(join(FOLDER, file), 'utf8')).length > 0);
    expect({ files: files.length > 20, found }).toEqual({ files: true, found: [] });
    const students =
      'Jane Example\nPhD, Lund University, 1998\nProfessor, University of Kent, 2004-\n\nDoctoral students\n' +
      'Jo Placeholder\nPhD, University of Kent, 2012, now lecturer at Lund University\n\nReferees\n' +
      'Prof. Alan Nobody\nBA, Lund University, 1970, professor at Ghent University';
    expect(names(students)).toEqual([]);
    const twice = 'JANE EXAMPLE\nPhD, Lund University, 1998\n\nJ. Example - page 2\nReader, University of Kent, 2004-';
    expect(names(twice)).toEqual([]);
    const firms = 'Experience\nQuarry Robotics\nEngineer, 2001-2004\n\nStone Systems\nManager, 2004-2008';
    expect(names(firms)).toEqual([]);
  });

  const FIRST = 'PhD, Yale University, 1990\nLecturer, Duke University, 1991-1999\n\n';
  const SECOND = 'PhD, Rice University, 1980\nReader, University of Hull, 1991-1999\n\n';

  it.each([
    ['of one surname', `John Smith\n${FIRST}Mary Smith\n${SECOND}`, ['John Smith 1', 'Mary Smith 5']],
    [
      'of one first name, written last',
      `Wei Zhang\n${FIRST}Li Wang\n${SECOND}Min Zhang\n${FIRST}`,
      ['Wei Zhang 1', 'Li Wang 5', 'Min Zhang 9'],
    ],
    [
      'below references and a heading',
      `John Smith\nEducation\n${FIRST}References\nAvailable on request.\n\nMary Jones\n\nEducation\n${SECOND}`,
      ['John Smith 1', 'Mary Jones 9'],
    ],
    [
      'below papers',
      `John Smith\nEducation\n${FIRST}Publications\nSmith, J. On bells. 2004\n\nMary Jones\n${SECOND}`,
      ['John Smith 1', 'Mary Jones 9'],
    ],
    [
      'with one post, between others',
      `John Smith\n${FIRST}Peter Brown\nLecturer, Duke University, 2010-2014\n\nMary Jones\n${SECOND}`,
      ['John Smith 1', 'Peter Brown 5', 'Mary Jones 8'],
    ],
  ])('has people %s', (_kind, of, expected) => expect(names(of)).toEqual(expected));

  const ZH = '张伟\n1998年毕业于南京大学，获博士学位\n1999-2004 南京大学 讲师\n\n';
  it.each([
    ['initials', `John Smith\n${FIRST}J. Smith\n${SECOND}`],
    ['relatives', `${ZH}家庭成员\n李强，南京大学讲师，硕士，2010年毕业于复旦大学`],
    ['who writes with them', `${ZH}合作者\n李强，南京大学讲师，硕士，2010年毕业于复旦大学`],
    ['a family', `John Smith\n${FIRST}Family\nMary Jones, Lecturer, PhD, Yale University, 2001`],
    ['papers', `John Smith\n${FIRST}Publications\nMary Jones, Lecturer, PhD, Yale University, 2001`],
    [
      'students above the posts',
      `Jane Example\n${FIRST}Students\nJo Placeholder\nPhD, Kent, 2012, now lecturer at Lund University\n\n` +
        `Employment\n${SECOND}`,
    ],
    [
      'words that begin as surnames do',
      '张伟，男，1970年生，江苏人，中国音乐史学会会员，主要从事音乐史研究。\n' +
        '文学博士，南京大学教授，1998年毕业于南京大学中文系，获博士学位。\n' +
        '毕业后，先在苏州大学任讲师，2004年毕业于复旦大学，获博士学位，任苏州大学副教授。',
    ],
    ['a title above its place', `John Smith\n${FIRST}Adjunct Professor, 2004-2008\nRice University\n${SECOND}`],
    [
      'an honour',
      `John Smith\n${FIRST}Honorary Doctorate, 2010, Tufts University, where she is also Visiting Professor\n${SECOND}`,
    ],
  ])('has nobody else by %s', (_kind, of) => expect(names(of)).toEqual([]));

  const cli = (...more: string[]) => {
    const run = spawnSync(
      process.execPath,
      [join(ROOT, 'src/cli/main.ts'), 'mobility', 'read-cv', STAFF, '--json', ...more],
      { encoding: 'utf8' },
    );
    return JSON.parse(run.stdout) as {
      positions: { person?: string; institution: string; start: number | null; span: [number, number] }[];
      questions: { id: string; choices: { id: string }[] }[];
    };
  };

  it('is read person by person, and asked about', { timeout: 60_000 }, () => {
    const { positions, questions } = cli();
    expect(questions.map(({ id, choices }) => [id, choices.map((choice) => choice.id)])).toEqual([
      ['ask.several-people:staff.txt', ['each', 'one']],
    ]);
    const hull = positions.find(({ institution }) => institution === 'University of Hull');
    expect(hull).toMatchObject({ person: 'Fiona Imaginary', start: 1994 });
    expect(text.slice(...hull!.span)).toContain('University of Hull from 1994');
    const last = positions.filter(({ person }) => person === 'Maria Nowhere');
    expect(last.map(({ institution }) => institution)).toEqual([
      'Ghent University',
      'Lund University',
      'Lund University',
    ]);
    const one = cli('--answer', 'ask.several-people:staff.txt=one');
    expect({ questions: one.questions, whose: one.positions.filter(({ person }) => person) }).toEqual({
      questions: [],
      whose: [],
    });
  });

  it('waits in an import until somebody says how many people it is about', async () => {
    const app = await smallStudy();
    const before = await importStudyFile(app, fileOf('staff.txt', text));
    expect(before).toMatchObject({ imported: 0, questions: [{ id: 'ask.several-people:staff.txt' }] });
    const answers = { 'ask.several-people:staff.txt': 'each' };
    await importStudyFile(app, fileOf('staff.txt', text), {}, 'skip', answers);
    const view = await app.call('mobility/get-scholar', { coder: 'Ana', scholarId: await idOf(app, 'Karl Erfunden') });
    expect(view.evidence.map(({ line, text: own }) => `${line} ${own.slice(0, 30)}`)).toEqual([
      '6 Dr Karl Erfunden',
      '7 Karl Erfunden received his doc',
      '7 From 2006 to 2010 he was a pos',
      '7 He joined Lund University as s',
    ]);
  });
});
