import { Alert } from '@mantine/core';
import { useCall } from '../../api.ts';
import { said } from '../../ui/said.ts';

/** Whom results without weights are about, where coding went by use and is not finished. */
export function SampleNotice({ transition }: { transition?: string }) {
  const { data } = useCall('mobility/get-sample', { transition: transition ?? null });
  return data?.told ? (
    <Alert color="orange" p="xs" mb="xs">
      {said(data.told)}
    </Alert>
  ) : null;
}
