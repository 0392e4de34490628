import { Anchor, Group, Skeleton, Text } from '@mantine/core';
import { IconAlertTriangle, IconCircleCheck, IconInfoCircle } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { GRAVE_TODOS, type TodoItem } from '../../../shared/mobility/study.ts';
import { useCall } from '../../api.ts';
import { linkTo } from '../../app/router.ts';
import { Panel } from '../../ui/panel.tsx';
import { scholarsLink } from '../scholars/scholar-links.ts';

/** Where each is mended; null: by an import. */
const FIXES: Readonly<Record<TodoItem['id'], string | null>> = {
  'no-table': null,
  'no-edition': null,
  'no-scholars': null,
  'open-spellings': linkTo('institutions', 'spellings'),
  'not-in-table': linkTo('institutions', 'names'),
  'named-otherwise': linkTo('institutions', 'names'),
  'no-city-class': linkTo('institutions', 'list'),
  'unknown-tiers': linkTo('codebook'),
  'cut-years': linkTo('codebook'),
  'to-settle': linkTo('agreement'),
  blind: scholarsLink({ state: 'blind' }),
  unfinished: linkTo('coding'),
  unsure: scholarsLink({ sign: 'unsure' }),
  flagged: scholarsLink({ work: 'flagged' }),
};

const GRAVE: readonly TodoItem['id'][] = GRAVE_TODOS;

/** What makes the results wrong or incomplete, each line with its fix. */
export function TodoList({ onImport }: { onImport(): void }) {
  const { t } = useTranslation();
  const { data } = useCall('mobility/list-todo', {}, { keep: true });
  if (!data) return <Skeleton h={120} />;
  return (
    <Panel title={t('study.todoTitle')}>
      {data.length === 0 ? (
        <Group gap="xs">
          <IconCircleCheck size={16} color="var(--mantine-color-green-7)" aria-hidden />
          <Text size="sm">{t('study.todoNone')}</Text>
        </Group>
      ) : null}
      <ul className="todo">
        {data.map(({ id, count, of = 0, name = '' }) => {
          const Sign = GRAVE.includes(id) ? IconAlertTriangle : IconInfoCircle;
          const fix = FIXES[id];
          const label = t(`study.todoFix.${id}`);
          return (
            <li key={id}>
              <Sign
                size={16}
                stroke={1.8}
                color={GRAVE.includes(id) ? 'var(--mantine-color-orange-7)' : 'var(--mantine-color-dimmed)'}
                aria-hidden
              />
              <Text size="sm" flex={1}>
                {t(`study.todo.${id}`, { count, of, name })}
              </Text>
              {fix === null ? (
                <Anchor component="button" type="button" size="sm" onClick={onImport}>
                  {label}
                </Anchor>
              ) : (
                <Anchor href={fix} size="sm">
                  {label}
                </Anchor>
              )}
            </li>
          );
        })}
      </ul>
    </Panel>
  );
}
