import type { ReactNode } from 'react';
import { ErrorNotice } from '../components/ErrorNotice.tsx';
import { Notice } from '../components/Notice.tsx';
import { useT } from '../i18n/i18n.ts';
import type { MachineWork } from '../machines/machineWork.ts';
import type { OpenConsole } from '../session/openConsole.ts';
import { useSnapshot } from '../session/useOpenConsole.ts';
import { BusyNotice } from './BusyNotice.tsx';
import { EndNotice } from './EndNotice.tsx';
import { GuestOffNotice } from './GuestOffNotice.tsx';
import { MovedNotice } from './MovedNotice.tsx';
import { RefusalNotice } from './RefusalNotice.tsx';
import { isAccident } from './useTryAgain.ts';
import { WarningNotice } from './WarningNotice.tsx';

export type ConsoleNoticeProps = { console: OpenConsole; work: MachineWork };

/** What stands between the user and the terminal, if anything, and the one thing to do about it. */
export function ConsoleNotice({ console, work }: ConsoleNoticeProps): ReactNode {
  const t = useT();
  const snapshot = useSnapshot(console);
  const { connection, place } = console;
  const { state, mode, error, end, power, warning, isMoved = false } = snapshot;
  if (isMoved) return <MovedNotice console={console} />;
  switch (state) {
    case 'disconnected':
      return end && <EndNotice end={end} vmId={place.vmId} isAwaited={isAccident(end)} />;
    case 'busy':
      return error && <BusyNotice error={error} connection={connection} />;
    case 'refused':
    case 'failed':
      if (error?.code !== 'VirtualMachineNotRunning')
        return <RefusalNotice state={state} error={error} vmId={place.vmId} />;
      return (
        <GuestOffNotice
          vmId={place.vmId}
          work={work}
          error={error}
          onStarted={async () => {
            // Nobody was quicker and tried again meanwhile.
            if (connection.snapshot.state === 'failed')
              await connection.connect({ mode, ...connection.wish });
          }}
        />
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
          {power === 'stopped' && <GuestOffNotice vmId={place.vmId} work={work} />}
        </>
      );
  }
}
