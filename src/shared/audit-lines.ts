import type { LibraryAudit, SplitAudit } from './contract/audit.ts';
import type { Message } from './messages/message.ts';
import { say } from './messages/say.ts';

/** What the long tail is one of: plays, ratings or, where numbers may be either, rows. */
export function countedIn(values: SplitAudit['values']): 'plays' | 'ratings' | 'rows' {
  return values === 'unknown' ? 'rows' : values;
}

/** What an audit says, a sentence each. */
export function auditLines({ values, longTail, repeats, cold, drift, ...audit }: LibraryAudit): Message[] {
  const percent = (share: number | null) => Math.round((share ?? 0) * 1000) / 10;
  const two = (value: number | null) => Math.round((value ?? 0) * 100) / 100;
  const { songsPerListener, listenersPerSong } = audit;
  const last = drift?.quarters.at(-1);
  return [
    say('audit.density', {
      listeners: audit.listeners,
      songs: audit.songs,
      pairs: audit.pairs,
      percent: Number(((audit.density ?? 0) * 100).toPrecision(2)),
    }),
    say('audit.per-listener', { median: songsPerListener.median, most: songsPerListener.most }),
    say('audit.per-song', { median: listenersPerSong.median, most: listenersPerSong.most }),
    say('audit.long-tail', {
      of: countedIn(values),
      gini: two(longTail.giniOfSongs),
      hundredth: percent(longTail.topHundredth),
      tenth: percent(longTail.topTenth),
    }),
    say('audit.cold', {
      one: percent(cold.songsOfOne),
      few: percent(cold.songsOfFew),
      listeners: percent(cold.listenersOfFew),
    }),
    ...(repeats.plays === null
      ? []
      : [say('audit.repeats', { plays: percent(repeats.plays), pairs: percent(repeats.pairs) })]),
    ...(audit.doubles > 0 ? [say('audit.doubles', { songs: audit.doubles })] : []),
    ...(drift && last
      ? [
          say('audit.drift', {
            of: countedIn(values),
            first: drift.first.slice(0, 10),
            last: drift.last.slice(0, 10),
            songs: percent(last.ofNewSongs),
            listeners: percent(last.ofNewListeners),
            kept: percent(drift.topKept),
          }),
        ]
      : []),
  ];
}
