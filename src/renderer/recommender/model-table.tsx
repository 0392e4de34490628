import { Anchor, Button, Group, Text } from '@mantine/core';
import { IconBrain, IconTrash } from '@tabler/icons-react';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import type { ModelRow, ModelTypeInfo } from '../../shared/contract/recommender.ts';
import { modelGroup } from '../../shared/option-words.ts';
import { call } from '../api.ts';
import { linkTo } from '../app/router.ts';
import { useConfirm } from '../ui/confirm.tsx';
import { EmptyState } from '../ui/empty-state.tsx';
import { dateTime, list, NOT_APPLICABLE, resultNumber } from '../ui/format.ts';
import { notifyErrors } from '../ui/notify.tsx';
import { usePageState } from '../ui/page-state.ts';
import type { Column } from '../ui/table/column.ts';
import { DataTable } from '../ui/table/data-table.tsx';
import { ToolButton } from '../ui/tool-button.tsx';
import { useLastChecks } from './last-checks.ts';
import { modelName, useModelTypes } from './model-types.ts';

/** The trained models: what each learns from, which songs it can score, how well it did. */
export function ModelTable({
  models,
  onShow,
  onCheck,
}: {
  models: readonly ModelRow[];
  onShow(name: string): void;
  onCheck(model: ModelRow): void;
}) {
  const { t } = useTranslation();
  const { ask, dialog } = useConfirm();
  const { all } = useModelTypes();
  const lastCheck = useLastChecks();
  const [, setShown] = usePageState<string | null>('experiment', null);
  const columns = useMemo((): Column<ModelRow>[] => {
    const checkOf = new Map(models.map((model) => [model.name, lastCheck(model)]));
    const learns = ({ type }: ModelRow) => {
      const info = all?.find((candidate) => candidate.type === type);
      return info ? list(sources(info).map((source) => t(`training.sources.${source}`))) : '';
    };
    const measure = (name: 'ndcg' | 'rmse'): Column<ModelRow> => ({
      id: name,
      head: t(`training.columns.${name}`),
      hint: t('training.lastHint'),
      numeric: true,
      decimals: 3,
      value: (model) => checkOf.get(model.name)?.[name] ?? null,
      cell: (model) => {
        const check = checkOf.get(model.name);
        if (typeof check?.[name] !== 'number') return NOT_APPLICABLE;
        return (
          <Anchor href={linkTo('experiments')} inherit onClick={() => setShown(check.result)}>
            {resultNumber(check[name], 3)}
          </Anchor>
        );
      },
    });
    const nameOf = (model: ModelRow) => modelName(all, model);
    const remove = (model: ModelRow) =>
      ask({
        title: t('training.deleteTitle'),
        text: t('training.confirmDelete', { name: nameOf(model) }),
        action: t('training.delete'),
        act: () => notifyErrors(call('models/delete', { name: model.name })),
      });
    return [
      {
        id: 'name',
        head: t('training.columns.name'),
        width: 'minmax(230px, 1.3fr)',
        value: (model) => (model.name === model.type ? `${nameOf(model)} (${model.type})` : nameOf(model)),
        cell: (model) => (
          <>
            {nameOf(model)}{' '}
            <Text span c="dimmed" size="xs">
              {model.type}
            </Text>
          </>
        ),
      },
      { id: 'learns', head: t('training.columns.learns'), value: learns },
      { id: 'songs', head: t('training.columns.songs'), numeric: true, decimals: 0, value: ({ songs }) => songs },
      measure('ndcg'),
      measure('rmse'),
      {
        id: 'created',
        head: t('training.columns.created'),
        fixed: true,
        value: (model) => model.createdAt,
        text: (model) => dateTime(model.createdAt, 'short'),
      },
      {
        id: 'acts',
        head: t('training.columns.acts'),
        actions: true,
        width: '120px',
        value: () => null,
        cell: (model) => (
          <Group gap={4} wrap="nowrap">
            <Button variant="subtle" size="compact-xs" onClick={() => onCheck(model)}>
              {t('training.check')}
            </Button>
            <ToolButton
              icon={IconTrash}
              label={`${t('training.delete')} ${nameOf(model)}`}
              onClick={() => remove(model)}
            />
          </Group>
        ),
      },
    ];
  }, [t, ask, all, models, lastCheck, onCheck, setShown]);
  return (
    <>
      <DataTable
        name="models"
        title={t('training.models')}
        columns={columns}
        rows={models}
        rowKey={({ name }) => name}
        onActive={({ name }) => onShow(name)}
        empty={<EmptyState icon={IconBrain}>{t('training.none')}</EmptyState>}
        maxHeight={330}
      />
      {dialog}
    </>
  );
}

const WORDS = { tags: 'words', audio: 'sound' } as const;

/** Plays, words, sound: what a model learns from. */
function sources(info: ModelTypeInfo): string[] {
  if (modelGroup(info) === 'hybrids') return ['models'];
  return ['plays', ...info.needs.map((need) => WORDS[need])];
}
