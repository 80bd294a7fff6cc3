import type { ReactNode } from 'react';
import { targetName } from '../../shared/client/armResources.ts';
import { PageTitle } from '../components/PageTitle.tsx';
import { useT } from '../i18n/i18n.ts';

export function BootDiagnosticsPage({ vmId }: { vmId: string }): ReactNode {
  const t = useT();
  return <PageTitle title={t('machines:bootDiagnostics.title', { name: targetName(vmId) })} />;
}
