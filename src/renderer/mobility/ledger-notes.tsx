import { Text } from '@mantine/core';
import { useEffect } from 'react';
import { useCall } from '../api.ts';
import { said } from '../ui/said.ts';

/** How many tests were made on these codes, so that twenty looks cannot pass as one. */
export function LedgerNotes({ after }: { after: unknown }) {
  const { data, refetch } = useCall('mobility/get-ledger', {});
  useEffect(() => {
    if (after !== undefined) void refetch();
  }, [after, refetch]);
  return (
    <>
      {data?.notes.map((note) => (
        <Text key={note.text} size="xs" c="dimmed">
          {said(note)}
        </Text>
      ))}
    </>
  );
}
