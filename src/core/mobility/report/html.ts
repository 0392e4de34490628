import { DEFAULT_CODEBOOK, transitionsOf } from '../../../shared/mobility/codebook.ts';
import type { Share, Summary } from '../../../shared/mobility/results.ts';
import type { Table } from '../../../shared/table.ts';
import { list, page, tableHtml } from '../../report/page.ts';
import { escapeXml } from '../../report/svg-chart.ts';
import { factOf } from '../rows/scholar-rows.ts';
import { differences } from '../codebook/diff.ts';
import type { Study } from '../study/study.ts';
import { planeSvg } from './plane.ts';
import type { StudyTables } from './tables.ts';
import { WORDS, type Words } from './words.ts';

/** The study's report: findings, figures, tables, method, cautions; made to stand alone and to be printed. */
export function studyReport(study: Study, tables: StudyTables, language: 'en' | 'zh-CN'): string {
  const words = WORDS[language];
  const { codebook, version, note, createdAt } = study.book;
  const name = factOf(study.db, 'study-name') || codebook.name;
  const summaries = transitionsOf(codebook).map((transition) => study.summary(transition));
  const stageName = (key: string) =>
    codebook.stages.find((stage) => stage.key === key)?.label[language === 'en' ? 'en' : 'zh'] ?? key;
  const title = (transition: string) => transition.split(':').map(stageName).join(' → ');
  const shown = (table: Table): Table => ({
    ...table,
    rows: table.rows.filter((row) => row.some((value) => value !== null)),
  });
  return page(
    name,
    [
      `<h1>${escapeXml(name)}</h1>`,
      study.fictional ? `<p class="synthetic"><strong>${words.fictional}</strong></p>` : '',
      `<p>${words.codebook(version, createdAt.slice(0, 10))}${note ? ` — ${escapeXml(note)}` : ''}</p>`,
      `<h2>${words.findings}</h2>`,
      list(summaries.map((summary) => sentence(summary, title(summary.transition), words))),
      `<h2>${words.figures}</h2>`,
      `<div class="figures">${summaries.map((summary) => `<figure>${planeSvg(summary, title(summary.transition), words)}</figure>`).join('\n')}</div>`,
      `<h2>${words.tables}</h2>`,
      tableHtml({ ...tables.summary, title: words.summaryTitle }, language),
      tableHtml({ ...tables.sensitivity, title: words.sensitivityTitle }, language),
      tables.agreement.rows.some((row) => Number(row[3]) > 0)
        ? tableHtml({ ...shown(tables.agreement), title: words.agreementTitle }, language)
        : '',
      `<h2>${words.method}</h2>`,
      list(words.methodLines(codebook)),
      list(
        differences(DEFAULT_CODEBOOK, codebook).map(
          ({ path, before, after }) => `${path}: ${before || '—'} → ${after || '—'}`,
        ),
      ),
      `<h2>${words.cautions}</h2>`,
      list(words.cautionLines),
    ],
    language,
  );
}

function sentence(summary: Summary, title: string, words: Words): string {
  const share = ({ count, share: value, interval }: Share) =>
    value === null || interval === null
      ? String(count)
      : `${count} (${(100 * value).toFixed(1)} %, ${words.interval} ${(100 * interval[0]).toFixed(1)}–${(100 * interval[1]).toFixed(1)})`;
  return words.finding(title, summary, share(summary.upward), share(summary.downward), share(summary.parallel));
}
