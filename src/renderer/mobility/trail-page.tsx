import { Skeleton } from '@mantine/core';
import { PageLayout } from '../ui/page-layout.tsx';
import { AuditTrail } from './quality/audit-trail.tsx';
import { Fictional, useStudy } from './shared.tsx';

/** Every decision: who, when, from what to what. */
export function Page() {
  const { data: study } = useStudy();
  return (
    <PageLayout page="trail" badges={<Fictional study={study} />}>
      {study ? <AuditTrail study={study} /> : <Skeleton h={400} />}
    </PageLayout>
  );
}
