import type { ReactNode } from 'react';
import { targetName } from '../../shared/client/armResources.ts';
import { PageTitle } from '../components/PageTitle.tsx';

export function MachinePage({ vmId }: { vmId: string }): ReactNode {
  return <PageTitle title={targetName(vmId)} />;
}
