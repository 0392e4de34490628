import type { FindingOptions } from '../../../../shared/mobility/findings.ts';
import { isDegree, transitionsOf } from '../../../../shared/mobility/codebook.ts';
import { EMPTY_CODE, type Position } from '../../../../shared/mobility/coding.ts';
import { comparedLevels, movesBetween } from '../../quadrant/move.ts';
import type { Placer } from '../../quadrant/place.ts';
import { type Focus, isEverybody } from '../../../../shared/mobility/focus.ts';
import type { Study } from '../../study/study.ts';
import { describedScholars } from '../attributes.ts';
import { banded, focused } from '../focus.ts';
import { ofSample, sampledMoves, sampleOf } from '../sample.ts';
import type { FindingInput, FindingMove, Spell } from './finding.ts';

/** Reads the study once, so that the analysis itself can run in another thread. */
export function findingInputOf(study: Study, options: FindingOptions): FindingInput {
  // Careers as sequences are told by the lines, whoever is coded.
  const sampled = options.name !== 'careers';
  const { focus } = options;
  const kept = `findings of ${sampled ? 'a sample' : 'all'}${isEverybody(focus) ? '' : ' in focus'}`;
  const known = study.cached(kept, () => new Map<string, Omit<FindingInput, 'options'>>());
  const key = JSON.stringify(focus);
  // One at a time: what everybody's results need stays, what is looked at beside them makes room for the next.
  if (!known.has(key)) {
    known.clear();
    known.set(key, gathered(study, sampled, focus));
  }
  return { options, ...(known.get(key) as Omit<FindingInput, 'options'>) };
}

function gathered(study: Study, sampled: boolean, focus: Focus): Omit<FindingInput, 'options'> {
  const placer = study.placer();
  const sample = sampled ? sampleOf(study, undefined, focus) : focused(study, focus);
  const scholars = ofSample(sample, describedScholars(study), ({ id }) => id);
  const index = new Map(scholars.map(({ id }, i) => [id, i]));
  const codes = study.finalCodes();
  const positions = study.allPositions();
  const years = [...positions.values()].flat().flatMap(({ startYear, endYear }) => [startYear, endYear]);
  const lastYear = years.reduce<number>((most, year) => Math.max(most, year ?? 0), 0);
  const moves = transitionsOf(placer.book).flatMap((transition) =>
    sampledMoves(study, sample, transition).flatMap((move): FindingMove[] => {
      const { outcome, from, to, direction } = move;
      if (outcome === 'missing' || from.institution === null || to.institution === null) return [];
      const [fromLevel, toLevel] = comparedLevels(move, placer.book) ?? [null, null];
      return [
        {
          scholar: index.get(move.scholarId) as number,
          transition,
          outcome,
          from: from.institution,
          to: to.institution,
          fromLevel,
          toLevel,
          direction,
          fromYear: from.year,
          toYear: to.year,
        },
      ];
    }),
  );
  return {
    sample: sample?.told ?? null,
    whom: sample?.whom ?? null,
    scholars: scholars.map(({ id, attributes }) => {
      const own = positions.get(id) ?? [];
      const stageYears = [...(codes.get(id) ?? [])].flatMap(([stage, { value }]) =>
        value?.year === null || value?.year === undefined ? [] : [[stage, value.year] as const],
      );
      return {
        attributes: banded(attributes, focus.bands),
        written: attributes,
        spells: spellsOf(id, own, placer, lastYear),
        didPostdoc: own.some(({ role }) => role === 'postdoc'),
        stageYears: Object.fromEntries(stageYears),
      };
    }),
    moves,
    optionalMoves: optionalMovesOf(study, placer, scholars),
    book: placer.book,
    levels: placer.levels,
    lastYear,
  };
}

/** Between neighbouring stages that are coded, where one of the two is optional. */
function optionalMovesOf(study: Study, placer: Placer, scholars: readonly { id: number; key: string; name: string }[]) {
  const optional = new Set(placer.book.stages.filter((stage) => stage.optional).map(({ key }) => key));
  if (optional.size === 0) return 0;
  const codes = study.finalCodes();
  return scholars.reduce((sum, scholar) => {
    const coded = placer.book.stages.flatMap(({ key }) => {
      const place = placer.placeFinal(key, codes.get(scholar.id)?.get(key), scholar.id);
      return place.state === 'known' ? [{ place }] : [];
    });
    const moves = movesBetween(scholar, coded, placer).filter(({ outcome }) => outcome === 'moved');
    return sum + moves.filter(({ from, to }) => optional.has(from.stage) || optional.has(to.stage)).length;
  }, 0);
}

/** A post without an end lasts until the next one begins, the current one until the study's last year. */
function spellsOf(scholar: number, positions: readonly Position[], placer: Placer, lastYear: number): Spell[] {
  const dated = positions
    .filter(({ role, startYear, endYear }) => role !== 'award' && (startYear ?? endYear) !== null)
    .sort((a, b) => ((a.startYear ?? a.endYear) as number) - ((b.startYear ?? b.endYear) as number));
  return dated.map((position, i) => {
    const from = (position.startYear ?? position.endYear) as number;
    const next = dated.slice(i + 1).find((later) => !isDegree(later.role) || isDegree(position.role));
    const open = position.isCurrent || !next ? lastYear : Math.max(from, ((next.startYear ?? from) as number) - 1);
    const code = { ...EMPTY_CODE, state: 'coded' as const, institution: position.institution, year: from };
    const place = placer.place(position.role, code, scholar);
    return {
      from,
      until: Math.max(from, position.endYear ?? (isDegree(position.role) ? from : open)),
      role: position.role,
      kind: place.kind,
      level: place.level,
      tier: place.tier,
    };
  });
}
