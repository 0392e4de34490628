import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { fileOf, idOf, importStudyFile, smallStudy } from '../support/mobility.ts';
import { pdfOf } from '../support/documents.ts';
import { temporaryFolder } from '../support/fixtures.ts';
import { telling } from '../support/messages.ts';

const CV = ['2001年毕业于Alpha University，获博士学位。', '2001.7-2005.6  Beta University  讲师', '爱好：登山'].join(
  '\n',
);

async function study(suggestions: 'shown' | 'hidden' = 'shown') {
  const app = await smallStudy();
  await importStudyFile(app, fileOf('s1.txt', CV));
  const scholarId = await idOf(app, 's1');
  if (suggestions === 'hidden') await app.call('mobility/assign', { coder: 'Ana', what: 'all', suggestions });
  const view = () => app.call('mobility/get-scholar', { coder: 'Ana', scholarId });
  const code = (given: object, stage = 'doctorate') =>
    app.call('mobility/code', { coder: 'Ana', scholarId, stage, ...given });
  return { view, code };
}

describe('proposals of free text', () => {
  it('are bound to the years, the institution and the role in their line', async () => {
    const { evidence, proposals, stages } = await (await study()).view();
    const text = new Map(evidence.map(({ id, text }) => [id, text]));
    const marked = proposals.map(({ marks }) =>
      Object.fromEntries(marks.map(({ what, line, from, to }) => [what, text.get(line)?.slice(from, to)])),
    );
    expect(marked).toEqual([
      { year: '2001年', institution: 'Alpha University', role: '博士学位' },
      { year: '2001.7-2005.6', institution: 'Beta University', role: '讲师' },
    ]);
    expect(proposals.map(({ role, institution, endYear }) => ({ role, institution, endYear }))).toEqual([
      { role: 'doctorate', institution: 'a', endYear: 2001 },
      { role: 'job', institution: 'b', endYear: 2005 },
    ]);
    expect(stages.every(({ code, suggestion }) => code === null && !suggestion?.value)).toBe(true);
  });

  it('are taken whole by their line', async () => {
    const { view, code } = await study();
    const { evidence } = await view();
    await code({ line: evidence[0].id });
    await code({ line: evidence[1].id }, 'first-job');
    const [doctorate, job] = (await view()).stages.map(({ code: given }) => given);
    expect(doctorate).toMatchObject({ institution: 'a', year: 2001, role: 'doctorate' });
    expect(job).toMatchObject({ institution: 'b', year: 2001, role: 'job', evidence: { line: 2 } });
    await expect(code({ line: evidence[2].id })).rejects.toMatchObject(telling('coding.line-says-nothing'));
  });

  it('say what a coder marks instead', async () => {
    const { view, code } = await study();
    const { evidence, proposals } = await view();
    const [year, institution, role] = proposals[1].marks;
    await code({ line: evidence[1].id, marks: [{ ...year, from: 7 }, institution, role] }, 'first-job');
    expect((await view()).stages[1].code).toMatchObject({ institution: 'b', year: 2005, role: 'job' });
  });

  it('come from a PDF too', async () => {
    const app = await smallStudy();
    const file = join(temporaryFolder(), 'p1.pdf');
    writeFileSync(file, pdfOf(['Ph.D., Alpha University, 1998', 'Lecturer, Beta University, 1999-2004']));
    await importStudyFile(app, file);
    const { proposals } = await app.call('mobility/get-scholar', { coder: 'Ana', scholarId: await idOf(app, 'p1') });
    expect(proposals.map(({ role, institution }) => `${role} ${institution}`)).toEqual(['doctorate a', 'job b']);
  });

  it('are hidden in blind coding, which takes nothing from free text', async () => {
    const { view, code } = await study('hidden');
    const { evidence, proposals } = await view();
    expect({ lines: evidence.length, proposals }).toEqual({ lines: 3, proposals: [] });
    await expect(code({ line: evidence[0].id })).rejects.toMatchObject(telling('coding.line-says-nothing'));
  });
});

describe('prose', () => {
  const PROSE =
    '甲某，男，汉族，1970年生，某省某县人，Alpha University毕业，现为教授、博士生导师。2001年毕业于Alpha University，获博士学位；同年到Beta University（原名某某）任讲师。' +
    '2008年晋升教授。';

  const study = async (text: string) => {
    const app = await smallStudy();
    await importStudyFile(app, fileOf('s1.txt', text));
    return {
      app,
      get: async () => app.call('mobility/get-scholar', { coder: 'Ana', scholarId: await idOf(app, 's1') }),
    };
  };

  it('is numbered by its sentences, which a digit takes one of, and read as the line that it is', async () => {
    const { evidence, proposals } = await (await study(`简介\n${PROSE}\n爱好：登山`)).get();
    expect(evidence.map(({ line, text }) => `${line} ${text}`)).toEqual([
      '1 简介',
      '2 甲某，男，汉族，1970年生，某省某县人，Alpha University毕业，现为教授、博士生导师。',
      '2 2001年毕业于Alpha University，获博士学位；',
      '2 同年到Beta University（原名某某）任讲师。',
      '2 2008年晋升教授。',
      '3 爱好：登山',
    ]);
    const text = new Map(evidence.map((line) => [line.id, line.text]));
    const told = proposals.map(({ line, role, institution, startYear, endYear, marks }) => ({
      said: `${role} ${institution} ${startYear ?? ''}-${endYear ?? ''}`,
      line: text.get(line),
      marks: marks.map((mark) => text.get(mark.line)?.slice(mark.from, mark.to)),
    }));
    expect(told.filter(({ said }) => !said.endsWith(' -'))).toEqual([
      { said: 'doctorate a -2001', line: evidence[2].text, marks: ['2001年', 'Alpha University', '博士学位'] },
      { said: 'job b 2001-', line: evidence[3].text, marks: ['同年', 'Beta University', '讲师'] },
      { said: 'job b 2008-', line: evidence[4].text, marks: ['2008年', 'Beta University', '教授'] },
    ]);
  });

  it('in English is parted where sentences end, not behind initials and titles', async () => {
    const { evidence, proposals } = await (
      await study(
        'Dr. J. S. Example received the Ph.D. degree from Alpha University in 2001. Since 2005 she has been a ' +
          'professor at Beta University (formerly Gamma College. It moved).',
      )
    ).get();
    expect(evidence.map(({ text }) => text.slice(0, 24))).toEqual([
      'Dr. J. S. Example receiv',
      'Since 2005 she has been ',
    ]);
    expect(proposals.map(({ role, institution }) => `${role} ${institution}`)).toEqual(['doctorate a', 'job b']);
  });

  it('that a library has as one line, from before, stays so', async () => {
    const { app, get } = await study(PROSE);
    const [first, ...others] = (await get()).evidence;
    const db = app.library.db;
    for (const { id } of others) db.run('DELETE FROM evidence WHERE id = ?', id);
    db.run('UPDATE evidence SET text = ? WHERE id = ?', PROSE, first.id);
    const again = await importStudyFile(app, fileOf('s1.txt', PROSE), { existing: 'refuse' });
    expect(again).toMatchObject({ imported: 0, unchanged: 1, rejected: 0 });
    expect((await get()).evidence.map(({ text }) => text)).toEqual([PROSE]);
  });
});
