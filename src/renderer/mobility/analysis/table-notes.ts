import { useTranslation } from 'react-i18next';
import type { Message } from '../../../shared/messages/message.ts';
import type { TableNotes } from '../../../shared/table.ts';
import { READER, said } from '../../ui/said.ts';

/** Below the tables of a result where they are saved: its tests and n, whom it is about, whether it is made up. */
export function useTableNotes(sentences: readonly Message[], fictional: boolean): TableNotes {
  const { t } = useTranslation();
  const texts = [...sentences.map(said), ...(fictional ? [t('table.fictional')] : [])];
  return { label: t('table.note'), text: texts.join(READER.language === 'en' ? ' ' : '') };
}
