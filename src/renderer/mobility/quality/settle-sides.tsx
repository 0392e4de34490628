import { Button, Group, Kbd, Paper, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { SettlementQuestion } from '../../../shared/mobility/agreement.ts';
import type { CodeValue } from '../../../shared/mobility/coding.ts';
import { codeStateLabel, fieldLabel, roleLabel } from '../../../shared/mobility/words.ts';
import { Facts } from '../../ui/facts.tsx';
import { NOT_APPLICABLE } from '../../ui/format.ts';
import { useWord } from '../../ui/said.ts';

/** The key for neither: 3 beside two sides. */
export const OTHER_DIGIT = ({ sides }: SettlementQuestion) => Math.max(3, sides.length + 1);

/** What the coders said, side by side, each with its digit. */
export function Sides({
  one,
  onDecide,
  onPoint,
  onOther,
}: {
  one: SettlementQuestion;
  onDecide(value: CodeValue): void;
  /** The line that a side stands on, while it is pointed at. */
  onPoint(evidence: CodeValue['evidence']): void;
  onOther(): void;
}) {
  const { t } = useTranslation();
  return (
    <Group align="stretch" gap="sm">
      {one.sides.map(({ value, institutionName }, i) => (
        <Paper
          // Two sides can be equal; their order is what tells them apart.
          // biome-ignore lint/suspicious/noArrayIndexKey: see above
          key={i}
          withBorder
          p="xs"
          flex={1}
          miw={220}
          onMouseEnter={() => onPoint(value.evidence)}
          onMouseLeave={() => onPoint(null)}
        >
          <Side value={value} institutionName={institutionName} differing={one.fields} />
          <Button
            mt={6}
            size="compact-sm"
            variant="default"
            rightSection={<Kbd size="xs">{i + 1}</Kbd>}
            onClick={() => onDecide(value)}
          >
            {t('agreement.take')}
          </Button>
        </Paper>
      ))}
      <Button
        size="compact-sm"
        variant="default"
        style={{ alignSelf: 'end' }}
        rightSection={<Kbd size="xs">{OTHER_DIGIT(one)}</Kbd>}
        onClick={onOther}
      >
        {t('agreement.somethingElse')}
      </Button>
    </Group>
  );
}

const SHOWN = ['institution', 'city', 'country', 'year', 'role'] as const;

function Side({
  value,
  institutionName,
  differing,
}: SettlementQuestion['sides'][number] & { differing: readonly string[] }) {
  const word = useWord();
  if (value.state !== 'coded') return <Text size="sm">{word(codeStateLabel(value.state))}</Text>;
  const text = { ...value, institution: institutionName, role: value.role ? word(roleLabel(value.role)) : null };
  const rows = SHOWN.map((field): [string, React.ReactNode] => [
    word(fieldLabel(field)),
    <Text key={field} span size="sm" fw={differing.includes(field) ? 700 : undefined}>
      {text[field] ?? NOT_APPLICABLE}
    </Text>,
  ]);
  return <Facts rows={rows} />;
}
