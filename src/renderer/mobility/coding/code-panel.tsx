import { Button, Code, Group, Text } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { FindingCode } from '../../../shared/mobility/findings.ts';
import { toCsv } from '../../../shared/table.ts';
import { notifyErrors } from '../../ui/notify.tsx';
import { Panel } from '../../ui/panel.tsx';
import { copyText, saveFile } from '../../ui/save.ts';

/** R code that prints the same numbers from data without names, to be copied and saved. */
export function CodePanel({ name, code }: { name: string; code: FindingCode }) {
  const { t } = useTranslation();
  const [shown, setShown] = useState(false);
  return (
    <Panel title={t('findings.code')}>
      <Text size="sm" mb={6}>
        {t('findings.codeText')}
        {code.packages.length > 0 ? ` ${t('findings.packages', { packages: code.packages.join(', ') })}` : ''}
      </Text>
      <Group gap="xs">
        <Button size="xs" variant="default" aria-expanded={shown} onClick={() => setShown(!shown)}>
          {t(shown ? 'findings.hideCode' : 'findings.showCode')}
        </Button>
        <Button size="xs" variant="default" onClick={() => void notifyErrors(copyText(code.script))}>
          {t('findings.copyCode')}
        </Button>
        <Button size="xs" variant="default" onClick={() => saveFile(`${name}.R`, `${code.script}\n`)}>
          {t('findings.saveCode')}
        </Button>
        <Button
          size="xs"
          variant="default"
          onClick={() => saveFile('data.csv', toCsv(code.data), 'text/csv;charset=utf-8')}
        >
          {t('findings.saveData')}
        </Button>
      </Group>
      {shown ? (
        <Code block mt="xs">
          {code.script}
        </Code>
      ) : null}
    </Panel>
  );
}
