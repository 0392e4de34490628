import { Random } from '../../statistics/random.ts';
import type { Change } from '../../../shared/mobility/results.ts';

/**
 * How many scholars make which move. The first two are the numbers of Li & Li 2024; how "very few" and the changes
 * within a direction divide is invented, as is all of elected → current.
 */
export interface MovePlan {
  stayed: number;
  moved: { school: Change; city: Change; count: number }[];
  toInstitute: number;
  missing: number;
}

export const PLANS: readonly MovePlan[] = [
  {
    stayed: 282,
    moved: [
      ...split(112, 1),
      ...split(88, -1),
      { school: 0, city: 0, count: 127 },
      { school: -1, city: 1, count: 7 },
      { school: 1, city: -1, count: 5 },
    ],
    toInstitute: 0,
    missing: 0,
  },
  {
    stayed: 303,
    moved: [
      ...split(215, -1),
      ...split(58, 1),
      { school: 1, city: -1, count: 22 },
      { school: 0, city: 0, count: 19 },
      { school: -1, city: 1, count: 4 },
    ],
    toInstitute: 0,
    missing: 0,
  },
  {
    stayed: 538,
    moved: [
      ...split(18, -1),
      ...split(24, 1),
      { school: 0, city: 0, count: 12 },
      { school: 1, city: -1, count: 5 },
      { school: -1, city: 1, count: 3 },
    ],
    toInstitute: 12,
    missing: 9,
  },
];

/** Scholars who did a postdoc: in total, and at their alma mater. */
export const POSTDOCS = { count: 297, atAlmaMater: 52 };
export const SCHOLARS = 621;
/** The lattice of institutions: levels × tiers, several in each. */
export const LEVELS = 4;
export const TIERS = 4;

function split(total: number, sign: 1 | -1): MovePlan['moved'] {
  const both = Math.round(total * 0.2);
  const school = Math.round(total * 0.5);
  return [
    { school: sign, city: 0, count: school },
    { school: 0, city: sign, count: total - school - both },
    { school: sign, city: sign, count: both },
  ];
}

export type Step =
  | { kind: 'stayed' }
  | { kind: 'moved'; school: Change; city: Change }
  | { kind: 'institute' }
  | { kind: 'missing' };

export interface CareerPlan {
  steps: Step[];
  /** Level 1–4 and tier 0–3 of each stage. */
  cells: { level: number; tier: number }[];
  postdoc: boolean;
}

/**
 * Draws seeded careers such that each transition has exactly its planned moves and every career stays on the
 * lattice.
 */
export function planCareers(seed: number): CareerPlan[] {
  const random = new Random(seed);
  const decks = PLANS.map((plan) => deckOf(plan, random));
  const careers: CareerPlan[] = [];
  for (let i = 0; i < SCHOLARS; i++) {
    const steps = decks.map((deck) => deck[i]);
    careers.push({ steps, cells: cellsOf(steps, random), postdoc: false });
  }
  const stayed = shuffled(
    careers.filter(({ steps }) => steps[0].kind === 'stayed'),
    random,
  );
  const moved = shuffled(
    careers.filter(({ steps }) => steps[0].kind === 'moved'),
    random,
  );
  for (const career of [
    ...stayed.slice(0, POSTDOCS.atAlmaMater),
    ...moved.slice(0, POSTDOCS.count - POSTDOCS.atAlmaMater),
  ])
    career.postdoc = true;
  return careers;
}

function deckOf(plan: MovePlan, random: Random): Step[] {
  const deck: Step[] = [
    ...repeat<Step>({ kind: 'stayed' }, plan.stayed),
    ...plan.moved.flatMap(({ school, city, count }) => repeat<Step>({ kind: 'moved', school, city }, count)),
    ...repeat<Step>({ kind: 'institute' }, plan.toInstitute),
    ...repeat<Step>({ kind: 'missing' }, plan.missing),
  ];
  return shuffled(deck, random);
}

function repeat<T>(value: T, times: number): T[] {
  return Array.from({ length: times }, () => value);
}

function shuffled<T>(values: T[], random: Random): T[] {
  const order = random.shuffle(Array.from(values, (_, i) => i));
  return order.map((i) => values[i]);
}

/** A start from which all steps are possible: steps are one level or tier each, so a lattice of four always has one. */
function cellsOf(steps: readonly Step[], random: Random): CareerPlan['cells'] {
  const walk = (axis: 'school' | 'city') => {
    const offsets = [0];
    // A rise is to a smaller level and to an earlier tier.
    for (const step of steps) offsets.push(offsets[offsets.length - 1] - (step.kind === 'moved' ? step[axis] : 0));
    const low = Math.min(...offsets);
    const room = (axis === 'school' ? LEVELS : TIERS) - (Math.max(...offsets) - low);
    const start = random.below(room) - low;
    return offsets.map((offset) => start + offset);
  };
  const levels = walk('school');
  const tiers = walk('city');
  return levels.map((level, i) => ({ level: level + 1, tier: tiers[i] }));
}
