import { useQuery } from '@tanstack/react-query';
import { type ReactNode, useMemo } from 'react';
import { targetName } from '../../shared/client/armResources.ts';
import { EmptyState } from '../components/EmptyState.tsx';
import { ErrorNotice } from '../components/ErrorNotice.tsx';
import { LinkButton } from '../components/LinkButton.tsx';
import { Loading } from '../components/Loading.tsx';
import { PageTitle } from '../components/PageTitle.tsx';
import { ConsoleView } from '../console/ConsoleView.tsx';
import { NoConsole } from '../console/NoConsole.tsx';
import { SshNotice } from '../console/SshNotice.tsx';
import { useT } from '../i18n/i18n.ts';
import { usePortal } from '../PortalContext.ts';
import { keys } from '../query/keys.ts';
import { paths } from '../router.ts';
import { type ConsolePlace, placeKey } from '../session/consolePlace.ts';
import { useOpenConsole } from '../session/useOpenConsole.ts';

/** A machine's shell, through the bastion that is in front of it. */
export function SshPage({ vmId }: { vmId: string }): ReactNode {
  const t = useT();
  const { api, consoles } = usePortal();
  const open = consoles.get(placeKey('ssh', vmId))?.place;
  const known = open?.kind === 'ssh' ? open.bastionId : undefined;
  const { data, error, refetch } = useQuery({
    queryKey: keys.serialPort(vmId),
    queryFn: () => api.getSerialPort(vmId),
    // A shell that is open has its way: it is shown whether anybody can be asked or not.
    enabled: known === undefined,
  });
  const title = t('ssh:title', { name: targetName(vmId) });
  const bastionId = known ?? data?.properties.bastionId;
  if (bastionId !== undefined) return <Shell bastionId={bastionId} vmId={vmId} title={title} />;
  return (
    <>
      <PageTitle title={title} />
      {error !== null && <ErrorNotice error={error} onTryAgain={() => refetch()} />}
      {error === null && data === undefined && <Loading />}
      {data !== undefined && (
        <EmptyState title={t('ssh:noBastion')} text={t('ssh:noBastionHint')}>
          <LinkButton isPrimary href={paths.serialConsole(vmId)}>
            {t('machines:serialConsole')}
          </LinkButton>
        </EmptyState>
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
