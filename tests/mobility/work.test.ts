import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { App } from '../../src/core/app/app.ts';
import { suiteApp, suiteFolder } from '../support/fixtures.ts';
import { telling } from '../support/messages.ts';
import { fileOf, idOf, importStudyFile, importStudyTables, resumes } from '../support/mobility.ts';

const SCHOLARS = 40;
const keyOf = (i: number) => `s${String(i + 1).padStart(2, '0')}`;

describe('dividing work', () => {
  let app: App;

  beforeAll(async () => {
    app = await suiteApp(suiteFolder());
    await importStudyTables(app);
    const rows = Array.from({ length: SCHOLARS }, (_, i) => [
      `${keyOf(i)},Scholar ${i + 1},f,PhD,Alpha University,Alpha,1990,1995,`,
      `${keyOf(i)},Scholar ${i + 1},f,lecturer,Beta University,Beta,1995,2004,`,
      // Every fourth holds two posts at once, so the rule has to ask.
      ...(i % 4 === 3 ? [`${keyOf(i)},Scholar ${i + 1},f,lecturer,Alpha University,Alpha,1995,2004,`] : []),
      `${keyOf(i)},Scholar ${i + 1},f,award,Beta University,Beta,2002,2002,`,
      `${keyOf(i)},Scholar ${i + 1},f,professor,Beta University,Beta,2004,present,`,
    ]).flat();
    await importStudyFile(app, fileOf('resumes.csv', resumes(...rows)));
  });

  afterAll(() => app.close());

  const queueOf = async (coder: string) => {
    const keys: string[] = [];
    let view = await app.call('mobility/next-scholar', { coder, from: null });
    while (view !== null && keys.length < 12) {
      keys.push(view.key);
      view = await app.call('mobility/next-scholar', { coder, from: view.id, step: 'next' });
    }
    return keys;
  };

  it('orders the queue by what the rule asks, with a random part', async () => {
    expect(await queueOf('Zoe')).toEqual(Array.from({ length: 12 }, (_, i) => keyOf(i)));
    const asked = Array.from({ length: SCHOLARS / 4 }, (_, i) => keyOf(4 * i + 3));
    await app.call('mobility/set-queue-order', { order: 'conflicts', randomShare: 0 });
    expect((await queueOf('Zoe')).slice(0, 10)).toEqual(asked);
    await app.call('mobility/set-queue-order', { order: 'conflicts', randomShare: 0.5 });
    const mixed = await queueOf('Zoe');
    expect(mixed.filter((key) => !asked.includes(key)).length).toBeGreaterThanOrEqual(3);
    expect(mixed.filter((key) => asked.includes(key)).length).toBeGreaterThanOrEqual(6);
    // Drawn, not the first of the file.
    const drawn = mixed.filter((key) => !asked.includes(key));
    expect(drawn).not.toEqual([...drawn].sort());
    expect(await queueOf('Zoe')).toEqual(mixed);
    await app.call('mobility/set-queue-order', { order: 'file', randomShare: 0.2 });
  });

  it('in halves with a fifth in common, which is blind', async () => {
    const coders = ['Ana', 'Ben'];
    const request = { coders, count: 30, common: 0.2, among: 'rest' as const, suggestions: 'shown' as const };
    const parts = [
      { coder: 'Ana', own: 12, common: 6, keptBlind: 0 },
      { coder: 'Ben', own: 12, common: 6, keptBlind: 0 },
    ];
    expect(await app.call('mobility/split-work', { ...request, dry: true })).toEqual(parts);
    expect((await app.call('mobility/get-work', {})).rest).toBe(SCHOLARS);
    expect(await app.call('mobility/split-work', request)).toEqual(parts);
    const work = await app.call('mobility/get-work', {});
    expect(work).toMatchObject({
      rest: 10,
      common: [
        [18, 6],
        [6, 18],
      ],
    });
    expect(work.coders).toMatchObject([
      { name: 'Ana', assigned: 18, blind: 6, done: 0, left: 18 },
      { name: 'Ben', assigned: 18, blind: 6 },
    ]);
  });

  it('three coders share the common part in pairs', async () => {
    const coders = ['Cyd', 'Dee', 'Eve'];
    const request = { coders, count: 30, common: 0.2, among: 'all' as const, suggestions: 'shown' as const, dry: true };
    const parts = await app.call('mobility/split-work', request);
    expect(parts).toEqual(coders.map((coder) => ({ coder, own: 8, common: 4, keptBlind: 0 })));
  });

  it('by a list, the rest, and back', async () => {
    const listed = await app.call('mobility/assign-list', {
      coder: 'Fay',
      list: 's01\nScholar 2',
      suggestions: 'shown',
    });
    expect(listed).toEqual({ assigned: 2, keptBlind: 0 });
    await expect(
      app.call('mobility/assign-list', { coder: 'Fay', list: 's03\nnobody', suggestions: 'shown' }),
    ).rejects.toMatchObject(telling('work.not-one-scholar', { text: 'nobody', n: 0 }));
    await app.call('mobility/assign-list', { coder: 'Gus', list: null, suggestions: 'shown' });
    expect((await app.call('mobility/get-work', {})).rest).toBe(0);
    await expect(
      app.call('mobility/split-work', { coders: ['H', 'I'], common: 0, among: 'rest', suggestions: 'shown' }),
    ).rejects.toMatchObject(telling('work.nobody-left'));
    const scholarId = await idOf(app, 's01');
    await app.call('mobility/code', {
      coder: 'Fay',
      scholarId,
      stage: 'doctorate',
      accept: false,
      value: { institution: 'a' },
    });
    expect(await app.call('mobility/take-back', { coder: 'Fay' })).toEqual({ taken: 1 });
    const left = (await app.call('mobility/get-work', {})).coders.find(({ name }) => name === 'Fay');
    expect(left).toMatchObject({ assigned: 1, left: 1 });
  });

  it('tells that the list of coders has changed, however scholars are assigned', async () => {
    const told: unknown[] = [];
    const stop = app.events.subscribe((event, payload) => void (event === 'library/changed' && told.push(payload)));
    await app.call('mobility/assign', { coder: 'Hal', what: 'sample', share: 0.1, suggestions: 'shown' });
    stop();
    expect(told).toEqual([{ what: 'study' }, { what: 'codes' }]);
    expect((await app.call('mobility/get-study', {})).coders).toContainEqual({ name: 'Hal', codes: 0, assigned: 4 });
  });

  it('what is assigned blind stays blind, however it is assigned again, and that is said', async () => {
    const blindOf = async (name: string) =>
      (await app.call('mobility/get-work', {})).coders.find((one) => one.name === name)?.blind;
    await app.call('mobility/assign', { coder: 'Kim', what: 'all', suggestions: 'hidden' });
    const before = await blindOf('Kim');
    const request = { coders: ['Kim', 'Lee'], common: 0, among: 'all' as const, suggestions: 'shown' as const };
    const dry = await app.call('mobility/split-work', { ...request, dry: true });
    const [ana, ben] = await app.call('mobility/split-work', request);
    expect(dry).toEqual([ana, ben]);
    expect(ana.keptBlind).toBe(ana.own);
    expect(ben.keptBlind).toBe(0);
    expect(await blindOf('Kim')).toBe(before);
    const again = await app.call('mobility/assign', { coder: 'Kim', what: 'all', suggestions: 'shown' });
    expect(again).toEqual({ assigned: before, keptBlind: before });
    // The other way is no loss of independence that could be hidden: what was shown is noted apart.
    await app.call('mobility/assign', { coder: 'Lee', what: 'all', suggestions: 'hidden' });
    expect(await blindOf('Lee')).toBe(before);
  });

  it('a blind list keeps the order of the file, which tells nothing of the rule', async () => {
    await app.call('mobility/set-queue-order', { order: 'conflicts', randomShare: 0 });
    expect((await queueOf('Zoe'))[0]).toBe(keyOf(3));
    const assigned = (await app.call('mobility/get-work', {})).coders.find(({ name }) => name === 'Kim');
    expect(assigned?.blind).toBe(assigned?.assigned);
    const queue = await queueOf('Kim');
    expect(queue.length).toBe(12);
    expect(queue).toEqual([...queue].sort());
  });
});
