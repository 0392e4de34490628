import { countedIn } from './audit-lines.ts';
import type { SplitAudit, SplitPart } from './contract/audit.ts';
import type { Message } from './messages/message.ts';
import { type MessageId, say } from './messages/say.ts';

const PARTS: Readonly<Record<SplitPart, MessageId>> = {
  training: 'split-audit.training',
  known: 'split-audit.known',
  validation: 'split-audit.validation',
  test: 'split-audit.test',
};

const percent = (share: number | null) => Math.round((share ?? 0) * 1000) / 10;
const two = (value: number | null) => Math.round((value ?? 0) * 100) / 100;

/** What should not be so; none where the split is clean. */
export function splitWarnings({ duplicates, leaks, times, cold }: SplitAudit): Message[] {
  const told: [number | null, Message][] = [
    [duplicates.answers, say('split-audit.answers', { rows: duplicates.answers })],
    [duplicates.within, say('split-audit.within', { rows: duplicates.within })],
    [duplicates.across, say('split-audit.in-two-parts', { rows: duplicates.across })],
    [leaks.listeners, say('split-audit.listeners-leak', { listeners: leaks.listeners ?? 0 })],
    [leaks.outsideCatalogue, say('split-audit.outside-catalogue', { songs: leaks.outsideCatalogue ?? 0 })],
    [
      times?.learnedLater ?? null,
      say('split-audit.from-the-future', {
        later: percent(times?.learnedLater ?? null),
        earlier: percent(times?.testEarlier ?? null),
      }),
    ],
    [cold.listeners, say('split-audit.cold-listeners', { percent: percent(cold.listeners) })],
  ];
  return told.filter(([found]) => found !== null && found > 0).map(([, message]) => message);
}

/** What a split is like, a sentence each; what should not be so is apart. */
export function splitLines({ values, parts, learned, test, cold, drift, times }: SplitAudit): Message[] {
  return [
    ...parts.map(({ part, rows, listeners, songs }) => say(PARTS[part], { rows, listeners, songs })),
    ...(learned
      ? [
          say('split-audit.learned', {
            percent: Number(((learned.density ?? 0) * 100).toPrecision(2)),
            perListener: learned.songsPerListener.median,
            perSong: learned.listenersPerSong.median,
          }),
          say('audit.long-tail', {
            of: countedIn(values),
            gini: two(learned.longTail.giniOfSongs),
            hundredth: percent(learned.longTail.topHundredth),
            tenth: percent(learned.longTail.topTenth),
          }),
          ...(learned.repeats.plays === null
            ? []
            : [
                say('audit.repeats', {
                  plays: percent(learned.repeats.plays),
                  pairs: percent(learned.repeats.pairs),
                }),
              ]),
        ]
      : []),
    ...(test
      ? [
          say('split-audit.tested', {
            median: test.songsPerListener.median,
            most: test.songsPerListener.most,
            gini: two(test.giniOfSongs),
          }),
        ]
      : []),
    say('split-audit.cold', { songs: percent(cold.songs), rows: percent(cold.rows) }),
    ...(drift
      ? [
          say('split-audit.drift', {
            learned: percent(drift.tenthLearned),
            tested: percent(drift.tenthTested),
            kept: percent(drift.topKept),
          }),
        ]
      : []),
    ...(times
      ? [
          say('split-audit.times', {
            last: times.learnedLast.slice(0, 10),
            from: times.testFirst.slice(0, 10),
            to: times.testLast.slice(0, 10),
          }),
        ]
      : []),
  ];
}
