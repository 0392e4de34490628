import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { auditSplitFolder } from '../../src/core/recommender/audit/split-folder-audit.ts';
import type { AuditedSplitFolder, SplitAudit } from '../../src/shared/contract/audit.ts';
import type { Message } from '../../src/shared/messages/message.ts';
import { splitLines, splitWarnings } from '../../src/shared/split-audit-lines.ts';
import { finish, freshApp, importFile, ROOT, temporaryFolder } from '../support/fixtures.ts';
import { telling } from '../support/messages.ts';
import { fileOf } from '../support/mobility.ts';

const golden = JSON.parse(readFileSync(join(ROOT, 'tests', 'golden', 'audit', 'split-audit.json'), 'utf8')) as {
  files: Record<'training' | 'validation' | 'test', [string, string, string, string][]>;
  audit: SplitAudit;
};

function written(files: Record<string, string>): string {
  const folder = join(temporaryFolder(), 'split');
  mkdirSync(folder);
  for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text);
  return folder;
}

/** Numbers to 12 digits, all else as it is. */
function rounded(value: unknown): unknown {
  if (typeof value === 'number') return Number(value.toPrecision(12));
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.map(rounded);
  return Object.fromEntries(Object.entries(value).map(([name, one]) => [name, rounded(one)]));
}

const idsOf = (messages: readonly Message[]) => messages.map(({ id }) => id);

describe('the audit of a split', () => {
  it('says what pandas says, with the faults that the split has', async () => {
    const text = (part: keyof typeof golden.files) =>
      `user,item,plays,time\n${golden.files[part].map((row) => `${row.join(',')}\n`).join('')}`;
    const folder = written({
      'train.csv': text('training'),
      'valid.csv': text('validation'),
      'test.csv': text('test'),
    });
    const { audit, questions } = await auditSplitFolder(folder, {});
    expect(questions).toEqual([]);
    expect(rounded(audit)).toEqual(rounded(golden.audit));
    expect(idsOf(splitWarnings(audit as SplitAudit))).toEqual([
      'split-audit.answers',
      'split-audit.within',
      'split-audit.in-two-parts',
      'split-audit.from-the-future',
    ]);
  });

  it('finds nothing in a split of ours, over the app too; what is put into it is found', async () => {
    const app = await freshApp();
    const rows = Array.from({ length: 60 }, (_, u) =>
      Array.from({ length: 12 }, (_, i) => `u${u},s${(u % 5) * 7 + ((i * 3 + u) % 20)},${1 + ((u * i) % 6)}\n`),
    );
    await importFile(app, 'triplets', fileOf('plays.csv', `user,song,plays\n${rows.flat().join('')}`));
    const grant = app.grants.add(join(temporaryFolder(), 'split'));
    const given = { protocol: 'strong-generalization' as const, models: ['popularity'], grant };
    const { jobId } = await app.call('evaluation/export-split', given);
    const { folder, folds } = await finish<{ folder: string; folds: Record<string, number>[] }>(app, jobId);
    const started = await app.call('split/start-audit', { grant: app.grants.add(folder) });
    const { audit } = await finish<AuditedSplitFolder>(app, started.jobId);
    expect(audit?.parts.map(({ part, rows: n }) => [part, n])).toEqual([
      ['training', folds[0].training],
      ['known', folds[0].foldIn],
      ['test', folds[0].test],
    ]);
    expect(audit?.values).toBe('plays');
    expect(audit?.leaks).toEqual({ listeners: 0, outsideCatalogue: 0 });
    expect(splitWarnings(audit as SplitAudit)).toEqual([]);
    expect(idsOf(splitLines(audit as SplitAudit))).toContain('split-audit.drift');
    const [first] = readFileSync(join(folder, 'test_target.tsv'), 'utf8').split('\n');
    writeFileSync(join(folder, 'train.tsv'), `${first}\t3\n`, { flag: 'a' });
    writeFileSync(join(folder, 'test_target.tsv'), `${first.split('\t')[0]}\tnever\n`, { flag: 'a' });
    const found = (await auditSplitFolder(folder, {})).audit as SplitAudit;
    expect(found.duplicates.answers).toBe(1);
    expect(found.leaks).toEqual({ listeners: 1, outsideCatalogue: 1 });
    expect(found.cold.rows).toBeGreaterThan(0);
  });

  it('is a job that can be cancelled, tells how far it is, and goes on with answers', async () => {
    const app = await freshApp();
    const rows = Array.from({ length: 400_000 }, (_, i) => `u${i % 900}\ts${i}`).join('\n');
    const large = app.grants.add(written({ 'train.tsv': rows, 'test.tsv': 'u1\tx\n' }));
    const { jobId } = await app.call('split/start-audit', { grant: large });
    app.jobs.cancel(jobId);
    expect((await app.jobs.wait(jobId)).state).toBe('cancelled');
    const told: number[] = [];
    const parts = { 'train.tsv': 'u\ta\nv\ta\n', 'valid.tsv': 'u\tb\nv\tb\n', 'test.tsv': 'u\tc\nv\tc\n' };
    await auditSplitFolder(written(parts), {}, (fraction) => told.push(fraction));
    expect([...new Set(told)]).toEqual([0, 1 / 4, 1 / 2]);
    const twofold = { 'test.csv': 'user_id,song_id,track_id\n1,7,8\n2,8,9\n', 'train.tsv': 'u\ta\n' };
    const first = await app.call('split/start-audit', { grant: app.grants.add(written(twofold)) });
    const { questions, audit } = await finish<AuditedSplitFolder>(app, first.jobId);
    expect({ audit, questions: questions.length }).toEqual({ audit: null, questions: 1 });
    const answers = { [questions[0].id]: questions[0].choices[0].id };
    const second = await app.call('split/answer-audit', { jobId: first.jobId, answers });
    expect((await finish<AuditedSplitFolder>(app, second.jobId)).audit).not.toBeNull();
  });

  it('asks where columns are open, and refuses a folder without a test', async () => {
    await expect(auditSplitFolder(written({ 'train.tsv': 'u\ta\n' }), {})).rejects.toMatchObject(
      telling('referee.no-test-part'),
    );
    const stopped = auditSplitFolder(written({ 'test.tsv': 'u\ta\n' }), {}, () => {
      throw new Error('stopped');
    });
    await expect(stopped).rejects.toThrow('stopped');
    const alone = await auditSplitFolder(written({ 'test.tsv': 'u\ta\nv\tb\n' }), {});
    expect(alone.audit).toMatchObject({ learned: null, drift: null, cold: { listeners: 1, songs: 1, rows: 1 } });
    expect(idsOf(alone.notes)).toContain('split-audit.no-training');
  });
});
