import { MenuItem } from '@fluentui/react-components';
import type { ReactNode } from 'react';
import { isUp } from '../../shared/client/consoleSnapshot.ts';
import { useT } from '../i18n/i18n.ts';
import { useMachinePolicy } from '../query/useMachinePolicy.ts';
import type { OpenConsole } from '../session/openConsole.ts';
import { useSnapshot } from '../session/useOpenConsole.ts';

/** Where the policy leaves it to whoever connects: a new session that is recorded, in the same terminal. */
export function RecordItem({ console }: { console: OpenConsole }): ReactNode {
  const t = useT();
  const snapshot = useSnapshot(console);
  const policy = useMachinePolicy(console.place.vmId);
  // A shell would end with its session.
  const isOffered = console.shell === undefined && policy?.properties.recording === 'onDemand';
  if (!isOffered || !isUp(snapshot) || snapshot.recording !== undefined) return null;
  const { mode } = snapshot;
  return (
    <MenuItem onClick={() => void console.connection.connect({ mode, record: true })}>
      {t('console:menu.record')}
    </MenuItem>
  );
}
