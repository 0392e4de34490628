import type { Message } from '../../../shared/messages/message.ts';
import { say } from '../../../shared/messages/say.ts';
import type { Lists } from './lists/entries.ts';
import type { SplitFiles } from './split-files.ts';

type Reading = 'asWritten' | 'songsUp' | 'songsDown' | 'bothUp' | 'bothDown' | 'exchanged';
type Counts = Record<'heldOut' | 'heard', number>;

/** If the ids are right, so many of the held-out songs, and so many times more, are not met by other ones. */
const LEAST_HELD_OUT = 10;
const TIMES = 3;
const MOST_LISTS = 10_000;

const STEPS: Record<Exclude<Reading, 'exchanged'>, { listener: number; song: number }> = {
  asWritten: { listener: 0, song: 0 },
  songsUp: { listener: 0, song: 1 },
  songsDown: { listener: 0, song: -1 },
  bothUp: { listener: 1, song: 1 },
  bothDown: { listener: -1, song: -1 },
};

const OTHERS = ['bothUp', 'bothDown', 'songsUp', 'songsDown', 'exchanged'] as const;

/**
 * Numbers as ids are known to a split also where a program counted from 0 and the split from 1, or where listeners and
 * songs are exchanged. The lists then meet what was held out by chance only, which no count of unknown ids tells.
 */
export function noteOtherIds(name: string, lists: Lists, split: SplitFiles): Message[] {
  const some = [...lists].slice(0, MOST_LISTS);
  const written = countsOf(some, 'asWritten', split);
  const least = Math.max(LEAST_HELD_OUT, TIMES * written.heldOut);
  const [best] = OTHERS.map((reading) => ({ reading, ...countsOf(some, reading, split) }))
    .filter(({ heldOut, heard }) => heldOut >= least && heard <= written.heard)
    .sort((a, b) => b.heldOut - a.heldOut);
  if (best === undefined) return [];
  const { reading, heldOut } = best;
  return [say('referee.other-ids', { name, found: written.heldOut, heldOut, reading })];
}

function countsOf(lists: readonly [string, string[]][], reading: Reading, { listeners }: SplitFiles): Counts {
  const counts = { heldOut: 0, heard: 0 };
  for (const [listener, songs] of lists)
    for (const song of songs) {
      const [who, what] = reading === 'exchanged' ? [song, listener] : moved(listener, song, STEPS[reading]);
      const own = listeners.get(who);
      if (own?.targets.has(what)) counts.heldOut++;
      else if (own?.known.has(what)) counts.heard++;
    }
  return counts;
}

function moved(listener: string, song: string, by: { listener: number; song: number }): [string, string] {
  return [next(listener, by.listener), next(song, by.song)];
}

/** Of the id `17`, the one before or behind it; other ids have none. */
function next(id: string, step: number): string {
  return step !== 0 && /^\d{1,15}$/.test(id) ? String(Number(id) + step) : id;
}
