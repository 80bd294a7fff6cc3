import type { ReactNode } from 'react';
import type { ConsoleConnection } from '../../shared/client/consoleConnection.ts';
import type { ConsoleSnapshot } from '../../shared/client/consoleSnapshot.ts';
import { ErrorNotice } from '../components/ErrorNotice.tsx';
import { Link } from '../components/Link.tsx';
import { Notice } from '../components/Notice.tsx';
import { useT } from '../i18n/i18n.ts';
import type { MachineWork } from '../machines/machineWork.ts';
import { paths } from '../router.ts';
import { BusyNotice } from './BusyNotice.tsx';
import { EndNotice } from './EndNotice.tsx';
import { GuestOffNotice } from './GuestOffNotice.tsx';
import { WarningNotice } from './WarningNotice.tsx';

export type ConsoleNoticeProps = {
  snapshot: ConsoleSnapshot;
  connection: ConsoleConnection;
  vmId: string;
  work: MachineWork;
};

/** What stands between the user and the terminal, if anything, and the one thing to do about it. */
export function ConsoleNotice({ snapshot, connection, vmId, work }: ConsoleNoticeProps): ReactNode {
  const t = useT();
  const { state, mode, error, end, power, warning } = snapshot;
  switch (state) {
    case 'disconnected':
      return end && <EndNotice end={end} />;
    case 'busy':
      return error && <BusyNotice error={error} connection={connection} />;
    case 'refused':
      return (
        <ErrorNotice title={t('console:refusedTitle')} error={error}>
          <p className="fine">{t('console:refusedScope', { scope: error?.target ?? vmId })}</p>
          <Link href={paths.prerequisites(vmId)}>{t('machines:prerequisites.see')}</Link>
        </ErrorNotice>
      );
    case 'failed':
      if (error?.code === 'VirtualMachineNotRunning')
        return (
          <GuestOffNotice
            vmId={vmId}
            work={work}
            error={error}
            onStarted={async () => {
              // Nobody was quicker and tried again meanwhile.
              if (connection.snapshot.state === 'failed') await connection.connect({ mode });
            }}
          />
        );
      return (
        <ErrorNotice title={t('console:failedTitle')} error={error}>
          <Link href={paths.prerequisites(vmId)}>{t('machines:prerequisites.see')}</Link>
        </ErrorNotice>
      );
    case 'reconnecting':
      return <Notice kind="warning">{t('console:reconnecting')}</Notice>;
    case 'idle':
    case 'connecting':
    case 'connected':
      return (
        <>
          {error?.code === 'SerialPortBusy' && <BusyNotice error={error} connection={connection} />}
          {error !== undefined && error.code !== 'SerialPortBusy' && <ErrorNotice error={error} />}
          {warning !== undefined && <WarningNotice warning={warning} onStay={() => connection.stay()} />}
          {power === 'stopped' && <GuestOffNotice vmId={vmId} work={work} />}
        </>
      );
  }
}
