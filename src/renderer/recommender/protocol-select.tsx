import { Select, type SelectProps } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { ProtocolInfo } from '../../shared/contract/recommender.ts';
import { protocolLabel } from '../../shared/evaluation-words.ts';
import { labelled, said } from '../ui/said.ts';

interface Props extends SelectProps {
  protocols: readonly ProtocolInfo[];
  chosen: ProtocolInfo | undefined;
}

/** What is held out, with a sentence about the chosen protocol. */
export function ProtocolSelect({ protocols, chosen, ...props }: Props) {
  const { t } = useTranslation();
  return (
    <Select
      label={t('experiments.protocol')}
      allowDeselect={false}
      data={protocols.map(({ name }) => ({ value: name, label: labelled(protocolLabel(name)) }))}
      description={chosen ? said(chosen.summary) : ''}
      inputWrapperOrder={['label', 'input', 'description', 'error']}
      {...props}
    />
  );
}
