import type { Table } from '../../../shared/table.ts';
import { type Count, withheldCounts } from './suppression.ts';

/** What each count of the summary is the sum of; what is missing to the sum stands in no table. */
const PARTS: Readonly<Record<string, readonly string[]>> = {
  scholars: ['stayed', 'moved', 'missing'],
  stayed: ['stayed, in another city'],
  moved: ['not comparable', 'comparable moves'],
  'comparable moves': ['upward', 'downward', 'parallel'],
  parallel: ['doubleSame', 'upgradeCityDowngradeSchool', 'downgradeCityUpgradeSchool'],
};
/** The counts that shares are of, by their name in the column `share_of`. */
const TOTALS: Readonly<Record<string, string>> = { 'parallel moves': 'parallel' };

/**
 * The summary without counts below `below`, without those from which these could be computed, and without the shares
 * that are built on either: a table that can be handed on where the data cannot.
 */
export function suppressedSummary(summary: Table, below: number): Table {
  const [transition, measure, count, of] = ['transition', 'measure', 'count', 'share_of'].map((name) =>
    summary.head.indexOf(name),
  );
  const version = summary.head.length - 1;
  const shown = [...Map.groupBy(summary.rows, (row) => row[transition]).values()].flatMap((rows) => {
    const counts = new Map(rows.map((row) => [String(row[measure]), Number(row[count])]));
    const withheld = below > 0 ? withheldCounts(treeOf('scholars', counts), below) : new Map<string, string>();
    return rows.map((row) => {
      const why = withheld.get(String(row[measure]));
      const total = TOTALS[String(row[of])] ?? String(row[of]);
      if (why === undefined && !withheld.has(total)) return row;
      return row.map((value, i) => {
        if (i === count) return why === undefined ? value : why === 'small' ? `<${below}` : '<withheld>';
        return i > of && i < version ? null : value;
      });
    });
  });
  return { ...summary, rows: shown };
}

function treeOf(name: string, counts: ReadonlyMap<string, number>): Count {
  const count = counts.get(name) ?? 0;
  const names = PARTS[name];
  if (!names) return { name, count };
  const parts = names.map((part) => treeOf(part, counts));
  const rest = count - parts.reduce((total, part) => total + part.count, 0);
  return { name, count, parts: [...parts, { name: `${name}, others`, count: rest, unpublished: true }] };
}
