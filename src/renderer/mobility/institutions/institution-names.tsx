import { Anchor, Button, Group, Skeleton, Switch, Text } from '@mantine/core';
import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { InstitutionNames, RankingYears } from '../../../shared/mobility/study.ts';
import { call, useCall } from '../../api.ts';
import { bracketed, list, NOT_APPLICABLE, number, percent } from '../../ui/format.ts';
import { notifyErrors } from '../../ui/notify.tsx';
import { usePageState } from '../../ui/page-state.ts';
import type { Column } from '../../ui/table/column.ts';
import { DataTable } from '../../ui/table/data-table.tsx';
import { InstitutionEditor } from './institution-editor.tsx';
import { ScholarCount } from '../scholars/scholar-count.tsx';
import { useAuthor } from '../shared.tsx';

/** What each institution is called: in the résumés, in the study, and in each ranking. */
export function InstitutionNamesView() {
  const { t } = useTranslation();
  const { data } = useCall('mobility/list-institution-names', {}, { keep: true });
  const { data: institutions } = useCall('mobility/list-institutions', {});
  const [onlyMissing, setOnlyMissing] = usePageState('institutions-only-missing', false);
  const [editing, setEditing] = useState<string | null>(null);
  const columns = useColumns(data, setEditing);
  const rows = useMemo(() => (data ?? []).filter((one) => !onlyMissing || isMissing(one)), [data, onlyMissing]);
  if (!data) return <Skeleton h={400} />;
  const missing = data.filter(isMissing).length;
  const edited = institutions?.find(({ key }) => key === editing);
  return (
    <>
      <DataTable<InstitutionNames>
        name="institution-names"
        label={t('institutions.namesTab')}
        columns={columns}
        rows={rows}
        rowKey={({ key }) => key}
        initialSort={{ id: 'lines', desc: true }}
        onOpen={({ key }) => setEditing(key)}
        toolbar={
          <Switch
            label={bracketed(t('institutions.onlyMissing'), number(missing))}
            checked={onlyMissing}
            onChange={(event) => setOnlyMissing(event.currentTarget.checked)}
          />
        }
      />
      <Text size="xs" c="dimmed" pt={6}>
        {t('institutions.namesNote')}
      </Text>
      {edited && institutions ? (
        <InstitutionEditor institution={edited} institutions={institutions} onClose={() => setEditing(null)} />
      ) : null}
    </>
  );
}

/** In use, and in the codebook's table under no name, or only in some years while others have a like one. */
const isMissing = ({ missing, used, rankings }: InstitutionNames) =>
  used && (missing !== null || rankings.some(({ otherYears }) => otherYears.length > 0));

function useColumns(
  data: readonly InstitutionNames[] | undefined,
  edit: (key: string) => void,
): Column<InstitutionNames>[] {
  const { t } = useTranslation();
  const [coder] = useAuthor();
  const author = coder || t('institutions.anonymous');
  return useMemo((): Column<InstitutionNames>[] => {
    const accept = (key: string, target: string, name: string) =>
      void notifyErrors(call('mobility/accept-matches', { author, matches: [{ kind: 'ranking', key, target, name }] }));
    const inOtherYears = (own: string | null, { name, years }: RankingYears) =>
      t('institutions.inOtherYears', { own, name, years: [...new Set([years[0], years.at(-1)])].join('–') });
    const rankings = data?.[0]?.rankings.map(({ ranking }) => ranking) ?? [];
    return [
      {
        id: 'spellings',
        head: t('institutions.mentions'),
        width: 'minmax(180px, 1.2fr)',
        value: ({ spellings }) => list(spellings.map(({ mention }) => mention)),
      },
      {
        id: 'name',
        head: t('fields.institution'),
        width: 'minmax(180px, 1.2fr)',
        value: ({ name }) => name,
        cell: ({ key, name }) => (
          <Anchor component="button" type="button" onClick={() => edit(key)} truncate maw="100%">
            {name}
          </Anchor>
        ),
      },
      ...rankings.map(
        (ranking, i): Column<InstitutionNames> => ({
          id: `ranking-${ranking}`,
          head: ranking,
          width: 'minmax(200px, 1.4fr)',
          value: ({ rankings: own }) => own[i].name,
          cell: ({ key, rankings: own, missing }) => {
            const { name, candidates, otherYears } = own[i];
            const [best] = name === null ? candidates : otherYears;
            if (!best) return name ?? (missing === ranking ? t('institutions.notInTable') : NOT_APPLICABLE);
            const told = 'years' in best ? inOtherYears(name, best) : bracketed(best.name, percent(best.score, 0));
            return (
              <Group gap={6} wrap="nowrap">
                <Button
                  size="compact-xs"
                  variant="default"
                  aria-label={t('institutions.takeName', { name: best.name })}
                  onClick={() => accept(key, ranking, best.name)}
                >
                  {t('institutions.thisOne')}
                </Button>
                <Text span size="sm" c="dimmed" truncate title={told}>
                  {told}
                </Text>
              </Group>
            );
          },
        }),
      ),
      {
        id: 'lines',
        head: t('institutions.linesHead'),
        numeric: true,
        value: ({ lines }) => lines,
        cell: ({ key, lines, name }) => (
          <ScholarCount count={lines} filter={{ institution: key }} what={name} of="lines" />
        ),
      },
    ];
  }, [t, data, author, edit]);
}
