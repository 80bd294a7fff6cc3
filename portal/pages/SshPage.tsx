import { type ReactNode, useMemo } from 'react';
import { targetName } from '../../shared/client/armResources.ts';
import { ErrorNotice } from '../components/ErrorNotice.tsx';
import { Loading } from '../components/Loading.tsx';
import { PageTitle } from '../components/PageTitle.tsx';
import { ConsoleView } from '../console/ConsoleView.tsx';
import { NoConsole } from '../console/NoConsole.tsx';
import { SshNotice } from '../console/SshNotice.tsx';
import { useT } from '../i18n/i18n.ts';
import { useBastions } from '../query/useBastions.ts';
import type { ConsolePlace } from '../session/consolePlace.ts';
import { useOpenConsole } from '../session/useOpenConsole.ts';

/** A machine's shell, through the first bastion that the user may see. */
export function SshPage({ vmId }: { vmId: string }): ReactNode {
  const t = useT();
  const bastions = useBastions();
  const bastionId = bastions.data?.[0]?.id;
  const title = t('ssh:title', { name: targetName(vmId) });
  if (bastionId !== undefined) return <Shell bastionId={bastionId} vmId={vmId} title={title} />;
  return (
    <>
      <PageTitle title={title} />
      {bastions.isPending ? (
        <Loading />
      ) : (
        <ErrorNotice
          title={t('ssh:noBastion')}
          error={bastions.error}
          onTryAgain={() => void bastions.refetch()}
        />
      )}
    </>
  );
}

function Shell({ bastionId, vmId, title }: { bastionId: string; vmId: string; title: string }): ReactNode {
  const t = useT();
  const place = useMemo<ConsolePlace>(() => ({ kind: 'ssh', vmId, bastionId }), [vmId, bastionId]);
  const { console, isRefused } = useOpenConsole(place);
  if (console?.shell === undefined) return <NoConsole title={title} isRefused={isRefused} />;
  return (
    <ConsoleView
      console={console}
      title={title}
      label={t('ssh:region')}
      notice={<SshNotice console={console} shell={console.shell} />}
    >
      <p className="fine console-hint">{t('console:leaveHint')}</p>
    </ConsoleView>
  );
}
