import { Alert, Anchor, Group, SegmentedControl, Stack, Text } from '@mantine/core';
import { fieldLabel, suggestionsLabel } from '../../../shared/mobility/words.ts';
import { useWord } from '../../ui/said.ts';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import {
  AGREEMENT_GROUPS,
  type AgreementGroup,
  type AgreementReport,
  type AgreementRow,
  type Coefficient,
} from '../../../shared/mobility/agreement.ts';
import type { ScholarFilter } from '../../../shared/mobility/scholars.ts';
import { NOT_APPLICABLE, number, pair, percent, sentences } from '../../ui/format.ts';
import { usePageState } from '../../ui/page-state.ts';
import { said } from '../../ui/said.ts';
import type { Column } from '../../ui/table/column.ts';
import { DataTable } from '../../ui/table/data-table.tsx';
import { ScholarCount } from '../scholars/scholar-count.tsx';
import { scholarsLink } from '../scholars/scholar-links.ts';
import { CoderDriftTable } from './coder-drift.tsx';

const COEFFICIENTS = ['kappa', 'kappaLinear', 'kappaQuadratic', 'fleiss', 'alpha', 'ac1', 'ac2'] as const;

/** Agreement by field, with every coefficient that suits the field. */
export function AgreementReportView({ report }: { report: AgreementReport }) {
  const { t } = useTranslation();
  const word = useWord();
  const [chosen, setGroup] = usePageState<AgreementGroup | null>('agreement-group', null);
  // What was coded without suggestions tells most; where there is none of it, all is better than nothing.
  const group = chosen ?? (report.groups.hidden.some(({ units }) => units > 0) ? 'hidden' : 'all');
  const rows = report.groups[group];
  const noted = rows.filter(({ notes }) => notes.length > 0);
  return (
    <Stack gap="sm" pr="sm">
      <Group>
        <SegmentedControl
          value={group}
          onChange={(value) => setGroup(value as AgreementGroup)}
          data={AGREEMENT_GROUPS.filter((value) => value !== 'pilot' || report.pilotScholars > 0).map((value) => ({
            value,
            label: word(suggestionsLabel(value)),
          }))}
        />
        <Text size="sm" c="dimmed">
          {t('agreement.codedTwice', { units: report.doubleCodedUnits })}
        </Text>
        {(['disagreements', 'adjudicated'] as const).map((name) => (
          <Anchor key={name} size="sm" href={scholarsLink({ twice: name === 'adjudicated' ? 'settled' : 'differ' })}>
            {t(`agreement.${name}`, { [name]: report[name] })}
          </Anchor>
        ))}
      </Group>
      <Text size="sm" c={report.drawnScholars < report.doubleCodedScholars ? 'orange' : 'dimmed'}>
        {t('agreement.drawn', { drawn: report.drawnScholars, scholars: report.doubleCodedScholars })}
      </Text>
      {group === 'pilot' ? <Text size="sm">{t('agreement.pilot', { count: report.pilotScholars })}</Text> : null}
      {group === 'shown' || group === 'all' ? (
        <Alert color="orange" p="xs">
          {t('agreement.shownWarning')}
        </Alert>
      ) : null}
      {(['judgement', 'derived'] as const).map((kind) => (
        <Coefficients key={kind} kind={kind} rows={rows} group={group} />
      ))}
      {noted.map(({ field, notes }) => (
        <Text key={field} size="xs" c="dimmed">
          {`* ${pair(word(fieldLabel(field)), sentences(notes.map(said)))}`}
        </Text>
      ))}
      <Text size="xs" c="dimmed">
        {t('agreement.method')}
      </Text>
      <CoderDriftTable />
    </Stack>
  );
}

function coefficientText(coefficient: Coefficient | null): string {
  if (coefficient === null || coefficient.estimate === null) return NOT_APPLICABLE;
  const { estimate, interval } = coefficient;
  return `${number(estimate, 3)}${interval ? ` (${number(interval[0], 2)} – ${number(interval[1], 2)})` : ''}`;
}

function differing({ units, percent: { share } }: AgreementRow): number {
  return share === null ? 0 : Math.round(units * (1 - share));
}

function Coefficients({
  kind,
  rows,
  group,
}: {
  kind: AgreementRow['kind'];
  rows: readonly AgreementRow[];
  group: AgreementGroup;
}) {
  const { t } = useTranslation();
  const word = useWord();
  const own = useMemo(() => rows.filter((row) => row.kind === kind), [rows, kind]);
  const columns = useMemo((): Column<AgreementRow>[] => {
    const named = (name: string) => ({
      id: name,
      head: t(`agreement.heads.${name}`),
      hint: t(`agreement.hints.${name}`),
    });
    const counted = (
      id: 'units' | 'excluded' | 'differ',
      twice: ScholarFilter['twice'],
      of: (row: AgreementRow) => number,
    ): Column<AgreementRow> => ({
      ...named(id),
      numeric: true,
      value: of,
      cell: (row) => {
        const what = pair(word(fieldLabel(row.field)), t(`agreement.heads.${id}`));
        return <ScholarCount count={of(row)} filter={{ twice, field: row.field, group }} what={what} of="stages" />;
      },
    });
    return [
      {
        ...named('field'),
        width: 'minmax(120px, 1fr)',
        value: (row) => `${word(fieldLabel(row.field))}${row.notes.length > 0 ? ' *' : ''}`,
      },
      counted('units', 'compared', ({ units }) => units),
      counted('excluded', 'excluded', ({ excluded }) => excluded),
      counted('differ', 'differ', differing),
      {
        ...named('percent'),
        numeric: true,
        value: (row) => row.percent.share,
        text: (row) => percent(row.percent.share),
      },
      ...COEFFICIENTS.filter((name) => own.some((row) => row[name] !== null)).map(
        (name): Column<AgreementRow> => ({
          ...named(name),
          numeric: true,
          value: (row) => row[name]?.estimate ?? null,
          text: (row) => coefficientText(row[name]),
        }),
      ),
    ];
  }, [t, own, word, group]);
  return (
    <DataTable
      name={`agreement-${kind}`}
      title={t(`agreement.${kind}`)}
      columns={columns}
      rows={own}
      rowKey={({ field }) => field}
      maxHeight={420}
    />
  );
}
