import { Alert } from '@mantine/core';
import { EVERYBODY } from '../../../shared/mobility/focus.ts';
import { useCall } from '../../api.ts';
import { said } from '../../ui/said.ts';
import { useFocus } from '../focus-bar.tsx';

/**
 * Whom results are about: those chosen in the bar, and those drawn at random where coding went by use and is not
 * finished.
 *
 * @param of `everybody` where the bar does not count
 */
export function SampleNotice({ transition, of }: { transition?: string; of?: 'everybody' }) {
  const chosen = useFocus().focus;
  const focus = of === 'everybody' ? EVERYBODY : chosen;
  const { data } = useCall('mobility/get-sample', { transition: transition ?? null, focus });
  return data?.told ? (
    <Alert color="orange" p="xs" mb="xs">
      {said(data.told)}
    </Alert>
  ) : null;
}
