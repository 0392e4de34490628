/** A count of a table, and the counts that it is the sum of. */
export interface Count {
  name: string;
  count: number;
  parts?: readonly Count[];
  /** Stands in no table, but fills up the sum that it is a part of. */
  unpublished?: boolean;
}

/** Why a count is not shown: it is small, or a small one could be computed from it. */
export type Withheld = 'small' | 'complementary';

/** Whole numbers as ranges without a number in common. */
type Ranges = readonly (readonly [from: number, to: number])[];

/**
 * Which counts are withheld, so that none of them can be computed from the others: all from 1 to below `below`, and as
 * few others as it takes (the smallest first). What a reader can tell is computed exactly: the counts form a tree of
 * sums, a small count is known to be small, and one withheld beside it to be 0 or not small. Small counts that stand in
 * no table are protected too. Nothing is shown where the total is small, or so near it that the
 * parts would follow from it.
 */
export function withheldCounts(total: Count, below: number): Map<string, Withheld> {
  const all = flattened(total);
  const small = ({ count }: Count) => count > 0 && count < below;
  const withheld = new Map<string, Withheld>();
  if (small(total)) {
    for (const { name, count } of all) withheld.set(name, count < below ? 'small' : 'complementary');
    return withheld;
  }
  for (const one of all) if (small(one) && !one.unpublished) withheld.set(one.name, 'small');
  for (;;) {
    const told = tellable(total, withheld, below);
    // That a withheld 0 is 0 harms nobody.
    const open = all.find(
      (one) =>
        one.count > 0 &&
        (withheld.has(one.name) || (one.unpublished && small(one))) &&
        isOne(told.get(one.name) as Ranges),
    );
    if (!open) return withheld;
    const next = candidates(total, open, withheld)[0];
    if (!next) {
      for (const one of all) if (!withheld.has(one.name)) withheld.set(one.name, 'complementary');
      return withheld;
    }
    withheld.set(next.name, small(next) ? 'small' : 'complementary');
  }
}

function flattened(count: Count): Count[] {
  return [count, ...(count.parts ?? []).flatMap(flattened)];
}

/** Counts whose absence leaves this one open: beside it, above it, below it; zeros last. */
function candidates(total: Count, open: Count, withheld: ReadonlyMap<string, Withheld>): Count[] {
  const parent = flattened(total).find(({ parts }) => parts?.includes(open));
  const shown = (one: Count) => one !== total && one !== open && !one.unpublished && !withheld.has(one.name);
  const near = [...(parent?.parts ?? []), ...(open.parts ?? [])].filter(shown);
  const above = parent && shown(parent) ? [parent] : [];
  const bySize = (a: Count, b: Count) => a.count - b.count;
  return [
    ...near.filter(({ count }) => count > 0).sort(bySize),
    ...above,
    ...near.filter(({ count }) => count === 0),
    ...flattened(total).filter(shown).sort(bySize),
  ];
}

/** What a reader of the table can tell of each count. */
function tellable(total: Count, withheld: ReadonlyMap<string, Withheld>, below: number): Map<string, Ranges> {
  const known = (one: Count): Ranges => {
    if (one.unpublished) return one.count === 0 ? [[0, 0]] : [[0, Number.POSITIVE_INFINITY]];
    const why = withheld.get(one.name);
    if (why === undefined) return [[one.count, one.count]];
    return why === 'small'
      ? [[1, below - 1]]
      : [
          [0, 0],
          [below, Number.POSITIVE_INFINITY],
        ];
  };
  const fromBelow = new Map<Count, Ranges>();
  const up = (one: Count): Ranges => {
    const own = one.parts ? both(known(one), one.parts.map(up).reduce(added)) : known(one);
    fromBelow.set(one, own);
    return own;
  };
  const told = new Map<string, Ranges>();
  const down = (one: Count, possible: Ranges): void => {
    told.set(one.name, possible);
    for (const part of one.parts ?? []) {
      const others = (one.parts ?? []).filter((other) => other !== part).map((other) => fromBelow.get(other) as Ranges);
      const left = others.reduce<Ranges>((rest, other) => added(rest, negative(other)), possible);
      down(part, both(fromBelow.get(part) as Ranges, left));
    }
  };
  down(total, up(total));
  return told;
}

function isOne(ranges: Ranges): boolean {
  return ranges.length === 1 && ranges[0][0] === ranges[0][1];
}

function negative(ranges: Ranges): Ranges {
  return ranges.map(([from, to]) => [-to, -from] as const);
}

/** Every sum of a number of one and a number of the other. */
function added(one: Ranges, other: Ranges): Ranges {
  return united(one.flatMap(([a, b]) => other.map(([c, d]) => [a + c, b + d] as const)));
}

function both(one: Ranges, other: Ranges): Ranges {
  const common = one.flatMap(([a, b]) => other.map(([c, d]) => [Math.max(a, c), Math.min(b, d)] as const));
  return united(common.filter(([from, to]) => from <= to));
}

function united(ranges: Ranges): Ranges {
  const merged: [number, number][] = [];
  for (const [from, to] of [...ranges].sort((a, b) => a[0] - b[0])) {
    const last = merged.at(-1);
    if (last && from <= last[1] + 1) last[1] = Math.max(last[1], to);
    else merged.push([from, to]);
  }
  return merged;
}
