import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { auditSplitFolder } from '../../src/core/recommender/audit/split-folder-audit.ts';
import type { App } from '../../src/core/app/app.ts';
import { auditLines } from '../../src/shared/audit-lines.ts';
import { auditTable } from '../../src/shared/audit-table.ts';
import type { LibraryAudit, SplitAudit } from '../../src/shared/contract/audit.ts';
import type { ExperimentResult } from '../../src/shared/contract/experiments.ts';
import { splitLines } from '../../src/shared/split-audit-lines.ts';
import type { Message } from '../../src/shared/messages/message.ts';
import { keysOf, type Word } from '../../src/shared/table.ts';
import { readerOf } from '../../src/core/report/reader.ts';
import { escapeXml } from '../../src/shared/xml.ts';
import { finish, freshApp, importFile, ROOT, temporaryFolder } from '../support/fixtures.ts';
import { fileOf } from '../support/mobility.ts';

const { listens: golden } = JSON.parse(readFileSync(join(ROOT, 'tests', 'golden', 'audit', 'audit.json'), 'utf8')) as {
  listens: { rows: string[][]; audit: LibraryAudit };
};

const SEED = 7;
/** Of plays: the files of a split whose listeners are held out tell which songs were known, not how often. */
const WEIGHTED = /^2-user-k-fold,(gini_|top_|repeated_)/;
const PROTOCOLS = ['ranking', 'user-k-fold'] as const;

async function withHistories(): Promise<App> {
  const app = await freshApp();
  const rows = golden.rows.map((row) => `${row.join(',')}\n`).join('');
  await importFile(app, 'listens', fileOf('history.csv', `user,song,time\n${rows}`));
  return app;
}

async function exported(app: App, data: object, language: 'en' | 'zh-CN'): Promise<string> {
  const spec = {
    name: 'audited',
    seed: SEED,
    data,
    evaluations: PROTOCOLS.map((protocol) => ({ protocol, models: ['popularity'], cutoffs: [5] })),
  };
  const { jobId } = await app.call('experiments/start', { spec: spec as never });
  const { id } = await finish<ExperimentResult & { id: number }>(app, jobId);
  const out = join(temporaryFolder(), 'out');
  await finish(app, (await app.call('experiments/export', { id, grant: app.grants.add(out), language })).jobId);
  return out;
}

/** The audit of the split that the app writes for the same comparison, by the reader that pandas' numbers hold. */
async function ofExportedSplit(app: App, protocol: (typeof PROTOCOLS)[number]): Promise<SplitAudit> {
  const grant = app.grants.add(join(temporaryFolder(), 'split'));
  const input = { protocol, models: ['popularity'], seed: SEED, grant, form: 'plain' } as never;
  const { folder, folds } = await finish<{ folder: string; folds: unknown[] }>(
    app,
    (await app.call('evaluation/export-split', input)).jobId,
  );
  const { audit } = await auditSplitFolder(folds.length > 1 ? join(folder, 'fold-1') : folder, {});
  return audit as SplitAudit;
}

describe('the report of an experiment', { timeout: 120_000 }, () => {
  it('has the audit of its data, with the numbers of pandas, and of each split, as of the exported ones', async () => {
    const app = await withHistories();
    const splits = [];
    for (const protocol of PROTOCOLS) splits.push({ protocol, folds: 1, audit: await ofExportedSplit(app, protocol) });
    const table = keysOf(auditTable({ library: golden.audit, splits }));
    for (const language of ['en', 'zh-CN'] as const) {
      const out = await exported(app, {}, language);
      const [head, ...rows] = readFileSync(join(out, 'tables', 'audit.csv'), 'utf8')
        .slice(1)
        .trimEnd()
        .split(/\r?\n/);
      expect(head).toBe(table.head.join(','));
      expect(rows.map((row) => row.split(',').slice(0, 2))).toEqual(table.rows.map((row) => row.slice(0, 2)));
      rows.forEach((row, i) => {
        if (WEIGHTED.test(row)) return;
        const [found, wanted] = [row.split(',')[2], table.rows[i][2]];
        if (typeof wanted === 'number') expect(Number(found), row).toBeCloseTo(wanted, 12);
        else expect(found, row).toBe(wanted ?? '');
      });
      const html = readFileSync(join(out, 'report.html'), 'utf8');
      const reader = readerOf(language);
      for (const line of [...auditLines(golden.audit), ...splitLines(splits[0].audit)])
        expect(html).toContain(escapeXml(reader.said(line)));
    }
  });

  it('audits the part of the data that was compared, and nothing once the data are others', async () => {
    const app = await withHistories();
    const out = await exported(app, { filter: { minListeners: 2 } }, 'en');
    const rows = readFileSync(join(out, 'tables', 'audit.csv'), 'utf8').split(/\r?\n/);
    const pairs = Number(rows.find((row) => row.startsWith('data,pairs,'))?.split(',')[2]);
    expect(pairs).toBeGreaterThan(0);
    expect(pairs).toBeLessThan(golden.audit.pairs);
    // The same songs, of one listener more.
    const more = golden.rows.map(([, song, time]) => `new,${song},${time}\n`).join('');
    const [latest] = await app.call('experiments/list', {});
    await importFile(app, 'listens', fileOf('more.csv', `user,song,time\n${more}`));
    const grant = app.grants.add(join(temporaryFolder(), 'later'));
    const { folder } = await finish<{ folder: string }>(
      app,
      (await app.call('experiments/export', { id: latest.id, grant, language: 'en' })).jobId,
    );
    expect(() => readFileSync(join(folder, 'tables', 'audit.csv'))).toThrow('ENOENT');
    expect(readFileSync(join(folder, 'report.html'), 'utf8')).not.toContain('Audit of the data');
  });

  it('speaks of ratings where the data are ratings, and of rows where they may be either', () => {
    const texts = (values: SplitAudit['values']) => {
      const [audit, learned] = [{ ...golden.audit, values: values === 'unknown' ? 'plays' : values }, golden.audit];
      const parts = { parts: [], test: null, cold: {}, drift: null, duplicates: {}, leaks: {} };
      const split = { ...parts, values, learned, times: null } as unknown as SplitAudit;
      const { rows } = auditTable({ library: audit, splits: [{ protocol: 'ranking', folds: 1, audit: split }] });
      const labels = rows.map(([, quantity]) => (quantity as Word).label as Message);
      return [...labels, ...auditLines(audit), ...splitLines(split)]
        .filter(({ id }) => /long-tail|gini|top-hundredth|top-tenth/.test(id))
        .map(({ text }) => text);
    };
    const ofRatings = texts('ratings');
    expect(ofRatings).toHaveLength(9);
    for (const text of ofRatings) expect(text).toMatch(/^(?!.*play).*rating/);
    expect(texts('unknown').filter((text) => /rows/.test(text))).toHaveLength(4);
    for (const text of texts('plays')) expect(text).toMatch(/play/);
  });
});
