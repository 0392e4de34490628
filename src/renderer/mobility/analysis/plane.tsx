import { FLOW_COLOURS, NEUTRAL_COLOUR } from '../../../shared/palette.ts';
import type { TFunction } from 'i18next';
import { flowLabel, reasonLabel, tierLabel } from '../../../shared/mobility/words.ts';
import { labelled } from '../../ui/said.ts';
import { Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { list, pair } from '../../ui/format.ts';
import type { Move } from '../../../shared/mobility/results.ts';

const SIZE = 84;
const CELL = 22;
const EDGE = 9;

/** One move on the plane of flow quadrants: school upwards, city to the right. */
export function MoveSketch({ move, title }: { move: Move; title: string }) {
  const { t } = useTranslation();
  const words = moveWords(t, move);
  const colour =
    move.outcome === 'stayed' ? FLOW_COLOURS.stayed : move.direction ? FLOW_COLOURS[move.direction] : NEUTRAL_COLOUR;
  const at = (change: number) => EDGE + (change + 1) * CELL + CELL / 2;
  return (
    <div style={{ textAlign: 'center', width: 150 }}>
      <Text size="xs" c="dimmed">
        {title}
      </Text>
      <svg width={SIZE} height={SIZE} viewBox={`0 0 ${SIZE} ${SIZE}`} role="img" aria-label={pair(title, words)}>
        {[0, 1, 2].flatMap((row) =>
          [0, 1, 2].map((column) => (
            <rect
              key={`${row}${column}`}
              x={EDGE + column * CELL}
              y={EDGE + row * CELL}
              width={CELL - 1}
              height={CELL - 1}
              fill="currentColor"
              opacity={row === 1 || column === 1 ? 0.06 : 0.12}
            />
          )),
        )}
        {move.school !== null && move.cityChange !== null ? (
          <circle cx={at(move.cityChange)} cy={at(-move.school)} r={7} fill={colour} />
        ) : null}
        {move.outcome === 'stayed' ? <rect x={at(0) - 6} y={at(0) - 6} width={12} height={12} fill={colour} /> : null}
        {move.outcome === 'moved' && !move.comparable ? (
          <text x={SIZE / 2 - 2} y={SIZE / 2 + 5} fontSize={16} fill="currentColor" textAnchor="middle">
            ≠
          </text>
        ) : null}
        {move.outcome === 'missing' ? (
          <text x={SIZE / 2 - 2} y={SIZE / 2 + 5} fontSize={16} fill="currentColor" textAnchor="middle" opacity={0.5}>
            ?
          </text>
        ) : null}
      </svg>
      <Text size="xs" fw={600} lh={1.2}>
        {words}
      </Text>
    </div>
  );
}

export function moveWords(t: TFunction, move: Move): string {
  if (move.outcome === 'stayed') return labelled(flowLabel(move.cityChangedInside ? 'stayedOtherCity' : 'stayed'));
  if (move.outcome === 'missing') return labelled(flowLabel('unknown'));
  if (!move.comparable) return pair(labelled(flowLabel('notComparable')), reasonWords(t, move));
  return move.subtype
    ? pair(labelled(flowLabel(move.direction ?? '')), labelled(flowLabel(move.subtype)))
    : labelled(flowLabel(move.direction ?? ''));
}

/** Names the tier of a city that has no place in the codebook's order. */
function reasonWords(t: TFunction, { reason, from, to }: Move): string {
  if (reason !== 'city-not-comparable') return labelled(reasonLabel(reason ?? ''));
  const tiers = [from, to].filter(({ tierRank }) => tierRank === null).map(({ tier }) => tier as string);
  return t('coding.tierNotInOrder', { tiers: list([...new Set(tiers)].map((tier) => labelled(tierLabel(tier)))) });
}
