import { Text } from '@mantine/core';
import { IconCopy } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import type { Message } from '../../../shared/messages/message.ts';
import { sentences } from '../../ui/format.ts';
import { notifyErrors } from '../../ui/notify.tsx';
import { Panel } from '../../ui/panel.tsx';
import { said } from '../../ui/said.ts';
import { copyText } from '../../ui/save.ts';
import { ToolButton } from '../../ui/tool-button.tsx';

/** Sentences for a manuscript, with Copy. */
export function Telling({ title, messages }: { title: string; messages: readonly Message[] }) {
  const { t } = useTranslation();
  const texts = messages.map(said);
  if (texts.length === 0) return null;
  return (
    <Panel
      title={title}
      actions={
        <ToolButton
          icon={IconCopy}
          label={t('findings.copyText', { title })}
          onClick={() => void notifyErrors(copyText(sentences(texts)))}
        />
      }
    >
      {texts.map((text) => (
        <Text key={text} size="sm">
          {text}
        </Text>
      ))}
    </Panel>
  );
}
