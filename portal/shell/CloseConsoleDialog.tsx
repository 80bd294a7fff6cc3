import type { ReactNode } from 'react';
import { targetName } from '../../shared/client/armResources.ts';
import { ConfirmDialog } from '../components/ConfirmDialog.tsx';
import { useT } from '../i18n/i18n.ts';
import type { ConsolePlace } from '../session/consolePlace.ts';

export type CloseConsoleDialogProps = {
  place: ConsolePlace;
  run: () => Promise<void>;
  onClose: () => void;
};

/** Asks before a session ends with its tab, and says what ends with it. */
export function CloseConsoleDialog({ place, run, onClose }: CloseConsoleDialogProps): ReactNode {
  const t = useT();
  return (
    <ConfirmDialog
      title={t('console:tabs.closeTitle', { name: targetName(place.vmId) })}
      confirm={t('console:tabs.closeConfirm')}
      running={t('console:tabs.closing')}
      run={async () => {
        onClose();
        await run();
      }}
      onClose={onClose}
    >
      <p>{t(place.kind === 'serial' ? 'console:tabs.closeSerial' : 'console:tabs.closeSsh')}</p>
    </ConfirmDialog>
  );
}
