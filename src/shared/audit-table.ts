import type { LibraryAudit, ReportAudits, SplitAudit, SplitPart } from './contract/audit.ts';
import { countedIn } from './audit-lines.ts';
import { protocolLabel } from './evaluation-words.ts';
import { type MessageId, say } from './messages/say.ts';
import type { KeyedTable, Value, Word } from './table.ts';

type Quantity = readonly [key: string, label: Word['label'], value: Value];
type Learned = NonNullable<SplitAudit['learned']>;

const PARTS: Readonly<Record<SplitPart, MessageId>> = {
  training: 'audit-table.training',
  known: 'audit-table.known',
  validation: 'audit-table.validation',
  test: 'audit-table.test',
};

/** Every number of the audits of a report: a row each, of the data or of the split of a comparison. */
export function auditTable({ library, splits }: ReportAudits): KeyedTable {
  const rows = (of: Word, quantities: readonly Quantity[]) =>
    quantities.map(([key, label, value]) => [of, { key, label }, value]);
  return {
    name: 'audit',
    title: say('report.audit'),
    sheet: say('audit-table.sheet'),
    columns: [
      { key: 'of', label: say('audit-table.of') },
      { key: 'quantity', label: say('audit-table.quantity') },
      { key: 'value', label: say('audit-table.value') },
    ],
    rows: [
      ...rows({ key: 'data', label: say('audit-table.data') }, ofLibrary(library)),
      ...splits.flatMap(({ protocol, audit }, i) =>
        rows({ key: `${i + 1}-${protocol}`, label: protocolLabel(protocol) }, ofSplit(audit)),
      ),
    ],
  };
}

function ofLibrary({ drift, ...audit }: LibraryAudit): Quantity[] {
  const last = drift?.quarters.at(-1);
  return [
    ['listeners', say('audit-table.listeners'), audit.listeners],
    ['songs', say('audit-table.songs'), audit.songs],
    ['pairs', say('audit-table.pairs'), audit.pairs],
    ['plays', say(audit.values === 'plays' ? 'audit-table.plays' : 'audit-table.ratings'), audit.plays],
    ...common(audit, audit.values),
    [
      'gini_of_listeners',
      say('audit-table.gini-of-listeners', { of: countedIn(audit.values) }),
      audit.longTail.giniOfListeners,
    ],
    ['doubles', say('audit-table.doubles'), audit.doubles],
    ...(drift
      ? ([
          ['first_listen', say('audit-table.first-listen'), drift.first],
          ['last_listen', say('audit-table.last-listen'), drift.last],
          ['last_quarter_of_new_songs', say('audit-table.new-songs'), last?.ofNewSongs ?? null],
          ['last_quarter_of_new_listeners', say('audit-table.new-listeners'), last?.ofNewListeners ?? null],
          ['top_kept', say('audit-table.top-kept'), drift.topKept],
        ] as const)
      : []),
  ];
}

function ofSplit({ values, parts, learned, test, cold, drift, duplicates, leaks }: SplitAudit): Quantity[] {
  return [
    ...parts.flatMap(({ part, rows, listeners, songs }): Quantity[] => [
      [`${part}_rows`, say('audit-table.part-rows', { part: say(PARTS[part]) }), rows],
      [`${part}_listeners`, say('audit-table.part-listeners', { part: say(PARTS[part]) }), listeners],
      [`${part}_songs`, say('audit-table.part-songs', { part: say(PARTS[part]) }), songs],
    ]),
    ...(learned ? common(learned, values) : []),
    ...(test
      ? ([
          ['held_out_median', say('audit-table.held-out-median'), test.songsPerListener.median],
          ['held_out_most', say('audit-table.held-out-most'), test.songsPerListener.most],
          ['gini_of_test', say('audit-table.gini-of-test'), test.giniOfSongs],
        ] as const)
      : []),
    ['cold_listeners', say('audit-table.cold-listeners'), cold.listeners],
    ['cold_songs', say('audit-table.cold-songs'), cold.songs],
    ['cold_rows', say('audit-table.cold-rows'), cold.rows],
    ...(drift
      ? ([
          ['top_tenth_learned', say('audit-table.tenth-learned'), drift.tenthLearned],
          ['top_tenth_tested', say('audit-table.tenth-tested'), drift.tenthTested],
          ['top_kept', say('audit-table.top-tested'), drift.topKept],
        ] as const)
      : []),
    ['duplicates_within', say('audit-table.within'), duplicates.within],
    ['duplicates_across', say('audit-table.across'), duplicates.across],
    ['answers_learned', say('audit-table.answers'), duplicates.answers],
    ['listeners_leaked', say('audit-table.leaked'), leaks.listeners],
    ['outside_catalogue', say('audit-table.outside'), leaks.outsideCatalogue],
  ];
}

function common(
  { density, songsPerListener, listenersPerSong, longTail, repeats, cold }: Learned,
  values: SplitAudit['values'],
): Quantity[] {
  const of = countedIn(values);
  return [
    ['density', say('audit-table.density'), density],
    ['songs_per_listener_median', say('audit-table.songs-median'), songsPerListener.median],
    ['songs_per_listener_most', say('audit-table.songs-most'), songsPerListener.most],
    ['listeners_per_song_median', say('audit-table.listeners-median'), listenersPerSong.median],
    ['listeners_per_song_most', say('audit-table.listeners-most'), listenersPerSong.most],
    ['gini_of_songs', say('audit-table.gini-of-songs', { of }), longTail.giniOfSongs],
    ['top_hundredth', say('audit-table.top-hundredth', { of }), longTail.topHundredth],
    ['top_tenth', say('audit-table.top-tenth', { of }), longTail.topTenth],
    ['repeated_plays', say('audit-table.repeated-plays'), repeats.plays],
    ['repeated_pairs', say('audit-table.repeated-pairs'), repeats.pairs],
    ['songs_of_one', say('audit-table.songs-of-one'), cold.songsOfOne],
    ['songs_of_few', say('audit-table.songs-of-few'), cold.songsOfFew],
    ['listeners_of_few', say('audit-table.listeners-of-few'), cold.listenersOfFew],
  ];
}
