import type { ReactNode } from 'react';
import { LinkButton } from '../components/LinkButton.tsx';
import { RefreshButton } from '../components/RefreshButton.tsx';
import { useT } from '../i18n/i18n.ts';
import { paths } from '../router.ts';
import type { Machine } from './MachineDialog.tsx';
import { MachineMenu } from './MachineMenu.tsx';
import { machinePageActions } from './machineActions.ts';
import type { MachineWork } from './machineWork.ts';

export type MachineToolbarProps = {
  machine: Machine;
  /** Undefined while it is not known. */
  power: string | undefined;
  work: MachineWork;
  isLoading: boolean;
  onRefresh: () => void;
};

/** What one does with a machine; what is wanted at night comes first. */
export function MachineToolbar(props: MachineToolbarProps): ReactNode {
  const t = useT();
  const { machine, power, work, isLoading, onRefresh } = props;
  return (
    <div className="toolbar">
      <LinkButton isPrimary href={paths.serialConsole(machine.id)}>
        {t('machines:serialConsole')}
      </LinkButton>
      <LinkButton href={paths.ssh(machine.id)}>{t('machines:ssh')}</LinkButton>
      <MachineMenu
        text={t('machines:columns.power')}
        machine={machine}
        actions={machinePageActions(power)}
        work={work}
      />
      <RefreshButton isRefreshing={isLoading} onRefresh={onRefresh} />
    </div>
  );
}
