import { Alert, Group, Paper, ScrollArea, Select, Skeleton, Stack, Table, Text } from '@mantine/core';
import { useCallback, useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { FLOW_COLOURS } from '../../shared/palette.ts';
import { SUBTYPES, type Direction, type Move, type Share, type Summary } from '../../shared/mobility/results.ts';
import { useCall } from '../api.ts';
import { go } from '../app/router.ts';
import { Chart } from '../ui/chart.tsx';
import { number, percent } from '../ui/format.ts';
import { ResultTable } from '../ui/table/result-table.tsx';
import { Fictional, NoCodes, NoStudy, shareText, TransitionSelect, useNames, useStudy } from './shared.tsx';
import { usePageState } from '../ui/page-state.ts';
import { said } from '../ui/said.ts';

/**
 * The plane with every move, the counts beside it with their intervals, and the same shares under each codebook choice.
 */
export function Page() {
  const { t } = useTranslation();
  const { data: study } = useStudy();
  const [chosen, setChosen] = usePageState<string | null>('quadrants-transition', null);
  const [kinds, setKinds] = usePageState<string>('quadrants-kinds', 'all');
  const transition = chosen && study?.transitions.includes(chosen) ? chosen : (study?.transitions[0] ?? '');
  const enabled = transition !== '' && (study?.counts.codes ?? 0) > 0;
  const { data, error } = useCall(
    'mobility/get-moves',
    { transition, kinds: kinds === 'all' ? null : kinds },
    { enabled, keep: true },
  );
  const sensitivity = useCall('mobility/get-sensitivity', { transition }, { enabled, keep: true });
  const names = useNames(study);
  const moves = data?.moves ?? NO_MOVES;
  if (!study) return <Skeleton h={500} />;
  if (study.counts.scholars === 0) return <NoStudy />;
  if (study.counts.codes === 0) return <NoCodes />;
  const title = names.transition(transition);
  return (
    <ScrollArea h="100%">
      <Stack gap="sm" pr="sm">
        <Group>
          <TransitionSelect study={study} value={transition} onChange={setChosen} />
          <Select
            aria-label={t('quadrants.kinds')}
            w={250}
            allowDeselect={false}
            value={kinds}
            data={[
              { value: 'all', label: t('quadrants.allKinds') },
              ...(data?.byKind ?? []).map(({ from, to, moves: n }) => ({
                value: `${from}>${to}`,
                label: `${t(`kinds.${from}`)} → ${t(`kinds.${to}`)} (${n})`,
              })),
            ]}
            onChange={(value) => value && setKinds(value)}
          />
          <Fictional study={study} />
          <Text size="sm" c="dimmed">
            {t('quadrants.codebook', { version: study.codebook.version })}
          </Text>
        </Group>
        {error ? <Text c="orange">{said(error)}</Text> : null}
        {data ? (
          <>
            <div
              style={{
                display: 'grid',
                gridTemplateColumns: 'repeat(auto-fit, minmax(min(100%, 400px), 1fr))',
                gap: 12,
              }}
            >
              <Plane moves={moves} title={t('quadrants.planeTitle', { transition: title })} />
              <Counts summary={data.summary} />
            </div>
            {sensitivity.data ? (
              <Sensitivity rows={sensitivity.data} title={t('quadrants.sensitivityTitle', { transition: title })} />
            ) : (
              <Skeleton h={160} />
            )}
            <ByLevel summary={data.summary} title={t('quadrants.byLevelTitle', { transition: title })} />
            <Alert color="gray" p="xs">
              <ul style={{ margin: 0, paddingLeft: 18, fontSize: 13 }}>
                {(['superpopulation', 'fixedMean', 'ceiling', 'selected', 'noPrediction'] as const).map((note) => (
                  <li key={note}>{t(`cautions.${note}`)}</li>
                ))}
              </ul>
            </Alert>
          </>
        ) : (
          <Skeleton h={460} />
        )}
      </Stack>
    </ScrollArea>
  );
}

const NO_MOVES: Move[] = [];
const DIRECTIONS: readonly Direction[] = ['upward', 'parallel', 'downward', 'mixed', 'same'];

/** A fixed scatter inside each cell, so that a point does not jump when something else changes. */
function jitter(id: number, salt: number): number {
  let hash = Math.imul(id + 1, 2654435761) ^ Math.imul(salt, 40503);
  hash = Math.imul(hash ^ (hash >>> 15), 2246822519);
  return (((hash ^ (hash >>> 13)) >>> 0) / 4294967295 - 0.5) * 0.78;
}

function Plane({ moves, title }: { moves: readonly Move[]; title: string }) {
  const { t } = useTranslation();
  const groups = useMemo(
    () =>
      DIRECTIONS.map((direction) => ({ direction, own: moves.filter((move) => move.direction === direction) })).filter(
        ({ own }) => own.length > 0,
      ),
    [moves],
  );
  const open = useCallback(
    (trace: number, point: number) => go('coding', String(groups[trace].own[point].scholarId)),
    [groups],
  );
  const data = useMemo(
    () =>
      groups.flatMap(({ direction, own }) => {
        return [
          {
            type: 'scatter',
            mode: 'markers',
            name: `${t(`flow.${direction}`)} (${own.length})`,
            x: own.map((move) => (move.cityChange ?? 0) + jitter(move.scholarId, 1)),
            y: own.map((move) => (move.school ?? 0) + jitter(move.scholarId, 2)),
            text: own.map(
              (move) =>
                `${move.name}<br>${move.from.institution} (${move.from.level}, ${move.from.tier})<br>→ ` +
                `${move.to.institution} (${move.to.level}, ${move.to.tier})`,
            ),
            hoverinfo: 'text',
            marker: { color: FLOW_COLOURS[direction], size: 6, opacity: 0.65 },
          },
        ];
      }),
    [groups, t],
  );
  const layout = useMemo(() => {
    const axis = { range: [-1.55, 1.55], tickvals: [-1, 0, 1], zeroline: false };
    const ticktext = [t('quadrants.falls'), t('quadrants.same'), t('quadrants.rises')];
    const line = { color: 'rgba(128,128,128,0.5)', width: 1 };
    return {
      xaxis: { ...axis, ticktext, title: { text: t('quadrants.cityAxis') }, showgrid: false },
      yaxis: { ...axis, ticktext, title: { text: t('quadrants.schoolAxis') }, showgrid: false },
      shapes: [-0.5, 0.5].flatMap((at) => [
        { type: 'line', x0: at, x1: at, y0: -1.5, y1: 1.5, line },
        { type: 'line', y0: at, y1: at, x0: -1.5, x1: 1.5, line },
      ]),
      annotations: [-1, 0, 1].flatMap((school) =>
        [-1, 0, 1].map((city) => ({
          x: city - 0.47,
          y: school + 0.47,
          xanchor: 'left',
          yanchor: 'top',
          showarrow: false,
          text: `<b>${moves.filter((move) => move.school === school && move.cityChange === city).length}</b>`,
          font: { size: 14 },
        })),
      ),
      legend: { orientation: 'h', y: -0.16, yanchor: 'top', font: { size: 11 } },
    } as never;
  }, [moves, t]);
  const rows = moves.map((move) => [
    move.scholar,
    move.name,
    move.from.institution,
    move.to.institution,
    move.from.level,
    move.to.level,
    move.from.tier,
    move.to.tier,
    move.outcome,
    move.direction,
    move.subtype,
  ]);
  return (
    <Chart
      title={title}
      data={data}
      layout={layout}
      height={460}
      onPoint={open}
      table={{
        head: [
          'scholar',
          'name',
          'from',
          'to',
          'level from',
          'level to',
          'tier from',
          'tier to',
          'outcome',
          'direction',
          'subtype',
        ],
        rows,
      }}
    />
  );
}

function Counts({ summary }: { summary: Summary }) {
  const { t } = useTranslation();
  const row = (name: string, share: Share, colour?: string, inner = false) => (
    <Table.Tr key={name}>
      <Table.Td style={{ paddingLeft: inner ? 22 : undefined, borderLeft: colour ? `4px solid ${colour}` : undefined }}>
        {name}
      </Table.Td>
      <Table.Td className="number">{number(share.count)}</Table.Td>
      <Table.Td className="number" style={{ whiteSpace: 'nowrap' }}>
        {shareText(share)}
      </Table.Td>
    </Table.Tr>
  );
  const plain = (name: string, count: number, title?: string) => (
    <Table.Tr key={name} title={title}>
      <Table.Td>{name}</Table.Td>
      <Table.Td className="number">{number(count)}</Table.Td>
      <Table.Td />
    </Table.Tr>
  );
  const reasons = Object.entries(summary.notComparable.reasons)
    .map(([reason, count]) => `${t(`flow.reasons.${reason}`)}: ${count}`)
    .join(', ');
  const missing = Object.entries(summary.missingReasons)
    .map(([reason, count]) => `${t(`flow.missing.${reason}`)}: ${count}`)
    .join(', ');
  return (
    <Paper withBorder p="sm">
      <Table fz="sm" verticalSpacing={4}>
        <Table.Thead>
          <Table.Tr>
            <Table.Th>{t('quadrants.what')}</Table.Th>
            <Table.Th className="number">n</Table.Th>
            <Table.Th className="number">{t('quadrants.share')}</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {plain(t('quadrants.scholars'), summary.scholars)}
          {plain(t('flow.stayed'), summary.stayed)}
          {summary.stayedCityChanged > 0 ? plain(t('flow.stayedOtherCity'), summary.stayedCityChanged) : null}
          {plain(t('flow.moved'), summary.moved)}
          {plain(t('flow.notComparable'), summary.notComparable.count, reasons)}
          {plain(t('flow.unknown'), summary.missing, missing)}
          {plain(t('quadrants.comparable'), summary.comparableMoves)}
          {row(t('flow.upward'), summary.upward, FLOW_COLOURS.upward)}
          {row(t('flow.downward'), summary.downward, FLOW_COLOURS.downward)}
          {row(t('flow.parallel'), summary.parallel, FLOW_COLOURS.parallel)}
          {SUBTYPES.map((name) => row(t(`flow.${name}`), summary.parallel[name], undefined, true))}
          {summary.mixed.count > 0 ? row(t('flow.mixed'), summary.mixed, FLOW_COLOURS.mixed) : null}
          {summary.same.count > 0 ? row(t('flow.same'), summary.same, FLOW_COLOURS.same) : null}
        </Table.Tbody>
      </Table>
      <Text size="xs" c="dimmed" mt={6}>
        {t('quadrants.sharesOf')}
        {reasons ? ` ${t('flow.notComparable')}: ${reasons}.` : ''}
        {missing ? ` ${t('flow.unknown')}: ${missing}.` : ''}
      </Text>
      <Text size="xs" c="dimmed">
        {t('quadrants.postdoc', { count: summary.postdoc.count, home: summary.postdoc.continuedAtAlmaMater })}
      </Text>
    </Paper>
  );
}

function Sensitivity({
  rows,
  title,
}: {
  rows: readonly {
    choice: string;
    value: string;
    isCurrent: boolean;
    changed: number;
    summary: Pick<Summary, 'stayed' | 'comparableMoves' | 'upward' | 'downward' | 'parallel'>;
  }[];
  title: string;
}) {
  const { t } = useTranslation();
  return (
    <Paper withBorder p="sm">
      <Text fw={600} size="sm" mb={4}>
        {title}
      </Text>
      <div style={{ columnWidth: 420, columnGap: 24 }}>
        {rows.map(({ choice, value, isCurrent, changed, summary }) => (
          <div
            key={`${choice} ${value}`}
            style={{
              display: 'grid',
              gridTemplateColumns: '190px 1fr 66px',
              gap: 8,
              alignItems: 'center',
              breakInside: 'avoid',
              padding: '2px 0',
            }}
          >
            <Text size="xs" fw={isCurrent ? 700 : 400} truncate title={isCurrent ? t('quadrants.current') : ''}>
              {t(`quadrants.choices.${choice}`)}: {t(`quadrants.values.${value}`, value)}
            </Text>
            <div
              style={{ display: 'flex', height: 14 }}
              role="img"
              aria-label={
                `${percent(summary.upward.share)} / ${percent(summary.parallel.share)} / ` +
                `${percent(summary.downward.share)}`
              }
            >
              {(['upward', 'parallel', 'downward'] as const).map((direction) => (
                <div
                  key={direction}
                  title={`${t(`flow.${direction}`)}: ${summary[direction].count}, ${shareText(summary[direction])}`}
                  style={{
                    width: `${100 * (summary[direction].share ?? 0)}%`,
                    background: FLOW_COLOURS[direction],
                    opacity: isCurrent ? 1 : 0.7,
                  }}
                />
              ))}
            </div>
            <Text size="xs" className="number" c={changed > 0 ? 'orange' : 'dimmed'} title={t('quadrants.changedHint')}>
              {isCurrent ? t('quadrants.now') : t('quadrants.changed', { count: changed })}
            </Text>
          </div>
        ))}
      </div>
    </Paper>
  );
}

function ByLevel({ summary, title }: { summary: Summary; title: string }) {
  const { t } = useTranslation();
  const share = (name: string) => `${t(`flow.${name}`)}, ${t('quadrants.shareHead')}`;
  const table = {
    name: 'by-level',
    head: [
      t('quadrants.level'),
      t('flow.moved'),
      t('flow.upward'),
      share('upward'),
      t('flow.downward'),
      share('downward'),
      t('flow.parallel'),
      share('parallel'),
    ],
    rows: summary.byOriginLevel.map(({ level, moves, upward, downward, parallel }) => [
      level,
      moves,
      upward.count,
      upward.share,
      downward.count,
      downward.share,
      parallel.count,
      parallel.share,
    ]),
  };
  return <ResultTable table={table} title={title} />;
}
