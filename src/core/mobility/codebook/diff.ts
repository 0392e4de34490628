import { schemaProblems } from '../../../shared/messages/schema-problems.ts';
import { type Codebook, CUT_POINTS, codebookSchema, transitionsOf } from '../../../shared/mobility/codebook.ts';
import { AppError } from '../../../shared/errors.ts';
import { say } from '../../../shared/messages/say.ts';
import type { CodebookPreview } from '../../../shared/mobility/study.ts';
import { stageKindOf } from '../stages/registry.ts';
import { suggest } from '../stages/suggest.ts';
import type { Study } from '../study/study.ts';

/** Reads a user-supplied codebook; errors name the field. */
export function parseCodebook(value: unknown): Codebook {
  const parsed = codebookSchema.safeParse(value);
  if (parsed.success) {
    for (const { rule } of parsed.data.stages) stageKindOf(rule);
    assertCutPoints(parsed.data);
    return parsed.data;
  }
  const [{ path, problem }] = schemaProblems(parsed.error, value);
  throw new AppError('bad-input', say('codebook.not-valid', { path: path || 'codebook', problem }), {
    field: path,
  });
}

/** So many levels have one cut-point fewer; codebooks saved before this was checked stay as they are. */
function assertCutPoints({ reputation }: Codebook): void {
  for (const levels of ['four', 'five'] as const) {
    const points = reputation.cutPoints[levels];
    const needed = CUT_POINTS[levels];
    if (points.length === needed) continue;
    const path = `reputation.cutPoints.${levels}`;
    const problem = say('codebook.wrong-number-of-cut-points', { needed, given: points.length });
    throw new AppError('bad-input', say('codebook.not-valid', { path, problem }), { field: path });
  }
}

/**
 * What a change of the codebook changes: its fields, and of the codes their derived levels, tiers and quadrants, and
 * which of the rule's suggestions change. Nothing is written.
 */
export function previewCodebook(study: Study, next: Codebook): CodebookPreview {
  const before = study.placer();
  const after = study.placer(next);
  const final = study.finalCodes();
  const positions = study.allPositions();
  let codes = 0;
  let levels = 0;
  let tiers = 0;
  let orphaned = 0;
  const stages = new Set(next.stages.map(({ key }) => key));
  for (const [scholar, byStage] of final) {
    for (const [stage, { value }] of byStage) {
      if (!value) continue;
      if (!stages.has(stage)) {
        orphaned++;
        continue;
      }
      const [a, b] = [before.place(stage, value, scholar), after.place(stage, value, scholar)];
      if (a.level !== b.level) levels++;
      if (a.tierRank !== b.tierRank || a.tier !== b.tier) tiers++;
      if (a.level !== b.level || a.tier !== b.tier || a.tierRank !== b.tierRank) codes++;
    }
  }
  let suggestions = 0;
  for (const stage of next.stages) {
    const old = before.book.stages.find(({ key }) => key === stage.key);
    if (!old) continue;
    for (const list of positions.values())
      if (JSON.stringify(suggest(old, list, before.book).value) !== JSON.stringify(suggest(stage, list, next).value))
        suggestions++;
  }
  const shared = transitionsOf(next).filter((transition) => transitionsOf(before.book).includes(transition));
  return {
    differences: differences(before.book, next),
    affected: { codes, levels, tiers, suggestions, orphaned },
    transitions: shared.map((transition) => {
      const [a, b] = [study.moves(transition, undefined, final), study.moves(transition, next, final)];
      const key = (move: (typeof a)[number]) => `${move.outcome} ${move.reason} ${move.direction} ${move.subtype}`;
      const counts = (moves: typeof a) => ({
        stayed: moves.filter(({ outcome }) => outcome === 'stayed').length,
        upward: moves.filter(({ direction }) => direction === 'upward').length,
        downward: moves.filter(({ direction }) => direction === 'downward').length,
        parallel: moves.filter(({ direction }) => direction === 'parallel').length,
        notComparable: moves.filter(({ reason }) => reason !== null).length,
      });
      return {
        transition,
        changed: a.filter((move, i) => key(move) !== key(b[i])).length,
        before: counts(a),
        after: counts(b),
      };
    }),
  };
}

/** Leaf by leaf, as dotted paths. */
function differences(before: unknown, after: unknown, path = ''): CodebookPreview['differences'] {
  if (JSON.stringify(before) === JSON.stringify(after)) return [];
  const plain = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null;
  const list = (value: unknown) => Array.isArray(value) && value.every((item) => !plain(item));
  if (!plain(before) || !plain(after) || list(before) || list(after))
    return [{ path, before: show(before), after: show(after) }];
  return [...new Set([...Object.keys(before), ...Object.keys(after)])].flatMap((key) =>
    differences(before[key], after[key], path === '' ? key : `${path}.${key}`),
  );
}

/** Without what stages are called: that is no rule, and older versions called some of them otherwise. */
export function changedRules(before: Codebook, after: Codebook): CodebookPreview['differences'] {
  return differences(before, after).filter(({ path }) => !/^stages\.\d+\.label\./.test(path));
}

function show(value: unknown): string {
  if (value === undefined) return '';
  if (Array.isArray(value) && value.every((item) => typeof item !== 'object')) return value.join(', ');
  return typeof value === 'string' ? value : JSON.stringify(value);
}
