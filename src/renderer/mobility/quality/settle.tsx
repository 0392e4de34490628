import { Badge, Button, Group, Kbd, SegmentedControl, Stack, Text, TextInput } from '@mantine/core';
import { IconCheck, IconGavel } from '@tabler/icons-react';
import { type KeyboardEvent as ReactKeyboardEvent, useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { SettlementQuestion } from '../../../shared/mobility/agreement.ts';
import { type CodeValue, EMPTY_CODE } from '../../../shared/mobility/coding.ts';
import type { StudyInfo } from '../../../shared/mobility/study.ts';
import { fieldLabel } from '../../../shared/mobility/words.ts';
import { call, useCall } from '../../api.ts';
import { EmptyState } from '../../ui/empty-state.tsx';
import { useKeptForm } from '../../ui/form.ts';
import { dateTime, list } from '../../ui/format.ts';
import { notifyErrors } from '../../ui/notify.tsx';
import { useWord } from '../../ui/said.ts';
import { EvidencePane } from '../coding/evidence-pane.tsx';
import { isComposing, isTyping, keyOf } from '../coding/meant-key.ts';
import { OTHER_DIGIT, Sides } from './settle-sides.tsx';
import { useNames } from '../shared.tsx';
import { StageEditor } from '../coding/stage-editor.tsx';

interface Values {
  judge: string;
  reason: string;
  settled: 'open' | 'all';
}

/** Disagreements, and a tenth of the agreements, one at a time beside the résumé; coders have no names here. */
export function Settle({ study }: { study: StudyInfo }) {
  const { t } = useTranslation();
  const { form } = useKeptForm<Values>('settle', { initialValues: { judge: '', reason: '', settled: 'open' } });
  const { reason, settled } = form.values;
  const judge = form.values.judge.trim();
  const { data } = useCall('mobility/list-settlement-questions', { judge, settled }, { enabled: judge !== '' });
  const [at, setAt] = useState(0);
  const [typing, setTyping] = useState(false);
  const index = Math.min(at, Math.max(0, (data?.length ?? 0) - 1));
  const one = data?.[index];
  const go = (next: number) => {
    setTyping(false);
    setAt(Math.max(0, Math.min((data?.length ?? 1) - 1, next)));
  };
  const decide = async (value: CodeValue) => {
    if (!one) return;
    setTyping(false);
    const decision = { scholarId: one.scholarId, stage: one.stage, value, author: judge, reason };
    if (!(await notifyErrors(call('mobility/adjudicate', decision)))) return;
    form.setFieldValue('reason', '');
    if (settled === 'all') go(index + 1);
  };
  const withdraw = async () => {
    if (!one?.adjudicated) return;
    const { scholarId, stage } = one;
    await notifyErrors(call('mobility/withdraw-settlement', { scholarId, stage, author: judge, reason }));
  };
  const press = (key: string) => {
    if (!one) return;
    const side = one.sides[Number(key) - 1];
    if (side) void decide(side.value);
    else if (Number(key) === OTHER_DIGIT(one)) setTyping(true);
    else if (key === 'ArrowDown' || key === 'n') go(index + 1);
    else if (key === 'ArrowUp' || key === 'p') go(index - 1);
    else if (key === 'w') void withdraw();
    else return false;
    return true;
  };
  useKeys(press, !typing);
  return (
    <Stack h="100%" gap="sm">
      <Group align="end">
        <TextInput
          label={t('agreement.judge')}
          description={t('agreement.judgeHint')}
          inputWrapperOrder={['label', 'input', 'description']}
          w={240}
          {...form.getInputProps('judge')}
          onKeyDown={leaveOnEnter}
        />
        <TextInput
          label={t('agreement.reason')}
          description={t('agreement.reasonHint')}
          inputWrapperOrder={['label', 'input', 'description']}
          flex={1}
          {...form.getInputProps('reason')}
          onKeyDown={leaveOnEnter}
        />
        <SegmentedControl
          mb={20}
          data={[
            { value: 'open', label: t('agreement.open') },
            { value: 'all', label: t('agreement.all') },
          ]}
          {...form.getInputProps('settled')}
        />
      </Group>
      {judge === '' ? <EmptyState icon={IconGavel}>{t('agreement.whoDecides')}</EmptyState> : null}
      {data?.length === 0 ? <EmptyState icon={IconCheck}>{t('agreement.nothingOpen')}</EmptyState> : null}
      {one && judge !== '' ? (
        <Question
          key={`${one.scholarId} ${one.stage}`}
          one={one}
          study={study}
          place={t('agreement.place', { at: index + 1, of: data.length })}
          typing={typing}
          onType={setTyping}
          onDecide={(value) => void decide(value)}
          onStep={(step) => go(index + step)}
          onWithdraw={() => void withdraw()}
        />
      ) : null}
    </Stack>
  );
}

function Question({
  one,
  study,
  place,
  typing,
  onType,
  onDecide,
  onStep,
  onWithdraw,
}: {
  one: SettlementQuestion;
  study: StudyInfo;
  place: string;
  typing: boolean;
  onType(on: boolean): void;
  onDecide(value: CodeValue): void;
  onStep(step: 1 | -1): void;
  onWithdraw(): void;
}) {
  const { t } = useTranslation();
  const word = useWord();
  const names = useNames(study);
  const { adjudicated: decision } = one;
  const first = one.sides[0]?.value ?? decision?.value ?? EMPTY_CODE;
  const [bound, setBound] = useState<CodeValue['evidence']>(null);
  return (
    <Stack gap="xs" flex={1} mih={0}>
      <Group gap="xs">
        <Text fw={600}>{`${one.name} · ${names.stage(one.stage)}`}</Text>
        <Text size="sm" c={one.fields.length > 0 ? 'orange' : 'dimmed'}>
          {one.fields.length > 0 ? list(one.fields.map((field) => word(fieldLabel(field)))) : t('agreement.agreed')}
        </Text>
        {decision ? (
          <Badge variant="light" color={decision.reopened ? 'orange' : 'teal'} title={decision.reason} tt="none">
            {t(decision.reopened ? 'agreement.reopened' : 'agreement.settledBy', {
              author: decision.author,
              when: dateTime(decision.decidedAt),
            })}
          </Badge>
        ) : null}
        <Group gap={6} ml="auto">
          <Text size="sm" c="dimmed">
            {place}
          </Text>
          <Button size="compact-sm" variant="default" rightSection={<Kbd size="xs">p</Kbd>} onClick={() => onStep(-1)}>
            {t('agreement.previous')}
          </Button>
          <Button size="compact-sm" variant="default" rightSection={<Kbd size="xs">n</Kbd>} onClick={() => onStep(1)}>
            {t('agreement.next')}
          </Button>
          {decision ? (
            <Button size="compact-sm" variant="default" rightSection={<Kbd size="xs">w</Kbd>} onClick={onWithdraw}>
              {t('agreement.withdraw')}
            </Button>
          ) : null}
        </Group>
      </Group>
      <Sides one={one} onDecide={onDecide} onPoint={setBound} onOther={() => onType(true)} />
      {typing ? (
        <StageEditor
          name={names.stage(one.stage)}
          initial={first}
          typed=""
          onCancel={() => onType(false)}
          onSave={(value) => onDecide({ ...first, ...value })}
        />
      ) : null}
      <div style={{ flex: 1, minHeight: 0, display: 'grid' }}>
        <EvidencePane
          evidence={one.evidence}
          current={-1}
          firstNumbered={one.evidence.length}
          bound={bound}
          onPick={() => {}}
        />
      </div>
    </Stack>
  );
}

/** After Enter the digits are keys again. */
function leaveOnEnter(event: ReactKeyboardEvent<HTMLInputElement>): void {
  if (event.key === 'Enter' && !isComposing(event.nativeEvent)) event.currentTarget.blur();
}

/** The listener stays, so that no key falls between two of them. */
function useKeys(press: (key: string) => boolean | undefined, enabled: boolean): void {
  const latest = useRef({ press, enabled });
  latest.current = { press, enabled };
  useEffect(() => {
    const listen = (event: KeyboardEvent) => {
      if (!latest.current.enabled || isTyping(event) || isComposing(event)) return;
      if (latest.current.press(keyOf(event))) event.preventDefault();
    };
    window.addEventListener('keydown', listen);
    return () => window.removeEventListener('keydown', listen);
  }, []);
}
