import type { ReactNode } from 'react';
import type { AdminCommand, CommandOutput } from '../../shared/contracts/machineOperation.ts';
import { useT } from '../i18n/i18n.ts';
import { usePortal } from '../PortalContext.ts';
import { ActionDialog } from './ActionDialog.tsx';
import { losesData, type OfferedAction, powerOrder } from './machineActions.ts';
import type { MachineWork } from './machineWork.ts';
import { NmiHint } from './NmiHint.tsx';
import { SysRqDialog } from './SysRqDialog.tsx';

export type Machine = {
  readonly id: string;
  readonly name: string;
  /** How many are meant at once, where it is a whole scale set. */
  readonly instances?: number;
};
export type MachineDialogProps = {
  action: OfferedAction;
  machine: Machine;
  work: MachineWork;
  onClose: () => void;
};

/**
 * The confirmation of whatever was chosen. A power operation goes on in `work` once it is confirmed: it may take
 * minutes, and nobody has to wait in a dialog.
 */
export function MachineDialog({ action, machine, work, onClose }: MachineDialogProps): ReactNode {
  const { api } = usePortal();
  const t = useT();
  const { id, name, instances } = machine;
  const send = (command: AdminCommand, keys?: string) => api.sendAdminCommand(id, command, keys);
  if (action === 'sysrq')
    return <SysRqDialog name={name} run={(keys) => send('sysrq', keys)} onClose={onClose} />;

  async function run(): Promise<CommandOutput | undefined> {
    const order = powerOrder(action);
    if (order === undefined) return await send(action as AdminCommand);
    void work.begin({ vmId: id, ...order });
    return undefined;
  }
  // Whatever takes all of them away at once is no slip of a hand.
  const mustName = losesData(action) || (instances !== undefined && action !== 'start');
  return (
    <ActionDialog action={action} name={name} mustName={mustName} run={run} onClose={onClose}>
      {instances !== undefined && (
        <p>
          <strong>{t('machines:scaleSet.all', { count: instances })}</strong>
        </p>
      )}
      {action === 'nmi' && <NmiHint />}
    </ActionDialog>
  );
}
