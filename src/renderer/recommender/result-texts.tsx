import { Group, SegmentedControl, Stack, Text } from '@mantine/core';
import { IconCopy } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { MeasureInfo } from '../../shared/contract/recommender.ts';
import type { Language, Message } from '../../shared/messages/message.ts';
import { type Described, methodsText, reportingText } from '../../shared/result-texts.ts';
import { useCall } from '../api.ts';
import { sentences } from '../ui/format.ts';
import { notifyErrors } from '../ui/notify.tsx';
import { Panel } from '../ui/panel.tsx';
import { useReader } from '../ui/said.ts';
import { copyText } from '../ui/save.ts';
import { ToolButton } from '../ui/tool-button.tsx';

/** Texts for a paper, in either language whatever the page's: what was done, and what came of it. */
export function ResultTexts({ described, measures }: { described: Described; measures: readonly MeasureInfo[] }) {
  const { t, i18n } = useTranslation();
  const [language, setLanguage] = useState<Language>(i18n.language as Language);
  const reader = useReader(language);
  const { data: protocols } = useCall('evaluation/list-protocols', {});
  if (!protocols || !reader) return null;
  const texts: [string, Message[]][] = [
    ['methods', methodsText(described, protocols)],
    ['reporting', reportingText(described, measures)],
  ];
  const written = (messages: readonly Message[]) => sentences(messages.map(reader.said), language);
  return (
    <Stack gap="xs">
      <Group justify="flex-end">
        <SegmentedControl
          aria-label={t('experiments.textLanguage')}
          value={language}
          onChange={(value) => setLanguage(value as Language)}
          data={[
            { value: 'en', label: 'English' },
            { value: 'zh-CN', label: '中文' },
          ]}
        />
      </Group>
      {texts
        .filter(([, messages]) => messages.length > 0)
        .map(([name, messages]) => (
          <Panel
            key={name}
            title={t(`experiments.${name}`)}
            actions={
              <ToolButton
                icon={IconCopy}
                label={t('experiments.copyText', { name: t(`experiments.${name}`) })}
                onClick={() => void notifyErrors(copyText(written(messages)))}
              />
            }
          >
            <Text size="sm" lang={language}>
              {written(messages)}
            </Text>
          </Panel>
        ))}
    </Stack>
  );
}
