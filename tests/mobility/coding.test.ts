import { describe, expect, it } from 'vitest';
import { fileOf, idOf, importStudyFile, resumes, smallStudy } from '../support/mobility.ts';
import { telling } from '../support/messages.ts';

const CAREER = [
  's1,Ann,f,PhD,Alpha University,Alpha,1990,1995,',
  's1,Ann,f,lecturer,Beta University,Beta,1995,1999,',
  's1,Ann,f,visiting,Nowhere College,Nowhere,1999,2000,',
];

async function study() {
  const app = await smallStudy();
  await importStudyFile(app, fileOf('r.csv', resumes(...CAREER)));
  const scholarId = await idOf(app, 's1');
  const view = () => app.call('mobility/get-scholar', { coder: 'Ana', scholarId });
  const lines = (await view()).evidence.map(({ id }) => id);
  const code = (given: object, stage = 'doctorate') =>
    app.call('mobility/code', { coder: 'Ana', scholarId, stage, ...given });
  const given = async (stage: number) => (await view()).stages[stage].code;
  return { code, given, lines };
}

describe('a code', () => {
  it('takes a line whole, with the year in which the stage is dated', async () => {
    const { code, given, lines } = await study();
    await code({ line: lines[0] });
    expect(await given(0)).toMatchObject({ institution: 'a', city: 'Alpha', year: 1995, role: 'doctorate' });
    await code({ line: lines[0] }, 'first-job');
    expect(await given(1)).toMatchObject({ institution: 'a', year: 1990 });
  });

  it('of a line whose institution is not settled is refused, and of a line of somebody else', async () => {
    const { code, given, lines } = await study();
    await expect(code({ line: lines[2] })).rejects.toMatchObject(
      telling('coding.line-not-settled', { mention: 'Nowhere College' }),
    );
    await expect(code({ line: 9999 })).rejects.toMatchObject(telling('coding.line-says-nothing'));
    expect(await given(0)).toBeNull();
  });

  it('without institution and city is refused; missing and skipped need none', async () => {
    const { code, given, lines } = await study();
    for (const value of [{}, { uncertain: true }, { year: 1995 }, { note: 'later' }])
      await expect(code({ value })).rejects.toMatchObject(telling('coding.empty'));
    expect(await given(0)).toBeNull();
    await code({ value: { state: 'missing' } });
    await code({ value: { state: 'skipped' } }, 'first-job');
    await code({ line: lines[1] });
    await expect(code({ value: { institution: null, city: null } })).rejects.toMatchObject(telling('coding.empty'));
    expect(await given(0)).toMatchObject({ institution: 'b' });
  });
});
