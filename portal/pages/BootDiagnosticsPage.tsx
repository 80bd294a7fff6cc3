import type { ReactNode } from 'react';
import { targetName } from '../../shared/client/armResources.ts';
import { BootLogView } from '../bootLog/BootLogView.tsx';
import { Screenshot } from '../bootLog/Screenshot.tsx';
import { PageTitle } from '../components/PageTitle.tsx';
import { useT } from '../i18n/i18n.ts';
import { aboveMachine } from '../machines/aboveMachine.ts';
import { paths } from '../router.ts';

/** What a guest shows on its display now, and all that it wrote on its serial line. */
export function BootDiagnosticsPage({ vmId }: { vmId: string }): ReactNode {
  const t = useT();
  const name = targetName(vmId);
  return (
    <>
      <PageTitle
        title={t('machines:bootDiagnostics.title', { name })}
        crumb={t('machines:bootDiagnostics.link')}
        above={[...aboveMachine(vmId, t('machines:title')), { href: paths.machine(vmId), label: name }]}
      />
      <div className="cards">
        <BootLogView vmId={vmId} name={name} />
        <Screenshot vmId={vmId} name={name} />
      </div>
    </>
  );
}
