import { useTranslation } from 'react-i18next';
import type { Message } from '../../../shared/messages/message.ts';
import type { TableNotes } from '../../../shared/table.ts';
import { sentences } from '../../ui/format.ts';
import { said } from '../../ui/said.ts';

/** Below the tables of a result where they are saved: its tests and n, whom it is about, whether it is made up. */
export function useTableNotes(fictional: boolean): (messages: readonly Message[]) => TableNotes {
  const { t } = useTranslation();
  return (messages) => {
    const texts = [...messages.map(said), ...(fictional ? [t('table.fictional')] : [])];
    return { label: t('table.note'), text: sentences(texts) };
  };
}
