import type { CoderDrift, DriftPart } from '../../../shared/mobility/agreement.ts';
import { isClosed, unitKey } from '../coding/blind.ts';
import { pilotScholars } from '../rows/draw-rows.ts';
import { clusteredShareInterval } from '../../statistics/intervals.ts';
import { chiSquare } from '../../statistics/tests/chi-square.ts';
import { share } from '../quadrant/summary.ts';
import { differingFields } from '../study/final-code.ts';
import type { Study } from '../study/study.ts';
import type { CodeValue } from '../../../shared/mobility/coding.ts';
import { doubleCoded } from './compare.ts';
import { independentCodes } from './frozen.ts';

const PARTS = 4;
/** Quarters of fewer codes say nothing. */
const FEWEST_CODES = 20;

interface Judged {
  scholarId: number;
  stage: string;
  value: CodeValue;
  tick: number;
  at: string;
  /** With whoever else coded the unit; null where nobody did. */
  agreed: boolean | null;
}

/**
 * Whether coders change while they code: of each, the codes in the order in which they were first made, in quarters,
 * with the agreement with others, and the shares of unsure and of missing. As coded before the coders could see each
 * other's; pilot rounds and what is closed are left out.
 */
export function coderDrift(study: Study): CoderDrift[] {
  const closed = study.closed();
  const pilot = pilotScholars(study.db);
  const { institutionOf } = study.placer();
  const others = new Map(doubleCoded(study).map((unit) => [unitKey(unit.scholarId, unit.stage), unit.values]));
  const first = firstMade(study);
  const byCoder = new Map<string, Judged[]>();
  for (const { scholarId, stage, coder, value } of independentCodes(study.db)) {
    const made = first.get(JSON.stringify([coder, scholarId, stage]));
    if (!made || value.state === 'skipped' || pilot.has(scholarId) || isClosed(closed, scholarId, stage)) continue;
    const there = (others.get(unitKey(scholarId, stage)) ?? []).filter((one) => one.coder !== coder);
    const agreed =
      there.length === 0 ? null : there.every((one) => differingFields([value, one.value], institutionOf).length === 0);
    const own = byCoder.get(coder) ?? [];
    byCoder.set(coder, own);
    own.push({ scholarId, stage, value, agreed, ...made });
  }
  return [...byCoder].map(([coder, codes]) => driftOf(coder, codes)).sort((a, b) => (a.coder < b.coder ? -1 : 1));
}

function firstMade({ db }: Study): Map<string, { tick: number; at: string }> {
  const rows = db.all<{ author: string; id: number; stage: string; tick: number; at: string }>(
    `SELECT e.author, s.id, e.stage, min(e.tick) AS tick, e.at FROM coding_events e
     JOIN scholars s ON s.scholar_key = e.scholar_key WHERE e.kind IN ('set', 'merge')
     GROUP BY e.author, e.scholar_key, e.stage`,
  );
  return new Map(rows.map(({ author, id, stage, tick, at }) => [JSON.stringify([author, id, stage]), { tick, at }]));
}

function driftOf(coder: string, codes: Judged[]): CoderDrift {
  const ordered = codes.toSorted((a, b) => a.tick - b.tick || a.scholarId - b.scholarId);
  const parts = ordered.length < PARTS * FEWEST_CODES ? 1 : PARTS;
  const quarters = Array.from({ length: parts }, (_, i) =>
    ordered.slice(Math.round((i * ordered.length) / parts), Math.round(((i + 1) * ordered.length) / parts)),
  );
  return {
    coder,
    codes: ordered.length,
    parts: quarters.map(partOf),
    agreementP: trend(quarters.map((part) => part.flatMap(({ agreed }) => (agreed === null ? [] : [agreed])))),
    unsureP: trend(quarters.map((part) => part.map(({ value }) => value.uncertain))),
  };
}

function partOf(codes: readonly Judged[], i: number): DriftPart {
  const compared = codes.filter(({ agreed }) => agreed !== null);
  const hits = compared.map(({ agreed }) => agreed === true);
  return {
    part: i + 1,
    from: codes[0]?.at ?? '',
    to: codes.at(-1)?.at ?? '',
    codes: codes.length,
    compared: compared.length,
    agreement: {
      ...share(hits.filter(Boolean).length, hits.length),
      interval: clusteredShareInterval(
        hits,
        compared.map(({ scholarId }) => scholarId),
      ),
    },
    unsure: share(codes.filter(({ value }) => value.uncertain).length, codes.length),
    missing: share(codes.filter(({ value }) => value.state === 'missing').length, codes.length),
  };
}

/** Whether the share differs between the quarters: χ². Null where a quarter has nothing, or all are alike. */
function trend(parts: readonly (readonly boolean[])[]): number | null {
  const hits = parts.map((part) => part.filter(Boolean).length);
  const rest = parts.map((part, i) => part.length - hits[i]);
  const isEmpty = (counts: readonly number[]) => counts.every((count) => count === 0);
  if (parts.length < 2 || parts.some((part) => part.length === 0) || isEmpty(hits) || isEmpty(rest)) return null;
  return chiSquare({ table: [hits, rest] }).p as number;
}
