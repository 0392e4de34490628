import { Button, Group } from '@mantine/core';
import { useTranslation } from 'react-i18next';

/** At the end of a dialog's form, in sight while its fields scroll: Cancel, and what sends it. */
export function DialogButtons({ action, disabled, onClose }: { action: string; disabled?: boolean; onClose(): void }) {
  const { t } = useTranslation();
  return (
    <Group justify="flex-end" className="dialog-footer">
      <Button variant="default" onClick={onClose}>
        {t('common.cancel')}
      </Button>
      <Button type="submit" disabled={disabled}>
        {action}
      </Button>
    </Group>
  );
}
