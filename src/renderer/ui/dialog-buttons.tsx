import { Button, Group } from '@mantine/core';
import { useTranslation } from 'react-i18next';

/** At the end of a dialog's form: Cancel, and what sends it. */
export function DialogButtons({ action, disabled, onClose }: { action: string; disabled?: boolean; onClose(): void }) {
  const { t } = useTranslation();
  return (
    <Group justify="flex-end">
      <Button variant="default" onClick={onClose}>
        {t('common.cancel')}
      </Button>
      <Button type="submit" disabled={disabled}>
        {action}
      </Button>
    </Group>
  );
}
