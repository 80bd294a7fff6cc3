import type { ReactNode } from 'react';
import { Link } from '../components/Link.tsx';
import { useT } from '../i18n/i18n.ts';
import { paths } from '../router.ts';
import type { Machine } from './MachineDialog.tsx';
import { MachineMenu } from './MachineMenu.tsx';
import { powerActions } from './machineActions.ts';
import type { MachineWork } from './machineWork.ts';

export type MachineToolbarProps = {
  machine: Machine;
  /** Undefined while it is not known. */
  power: string | undefined;
  work: MachineWork;
  onRefresh: () => void;
};

/** Everything that one may do with a machine; what is wanted at night comes first. */
export function MachineToolbar({ machine, power, work, onRefresh }: MachineToolbarProps): ReactNode {
  const t = useT();
  const { id } = machine;
  return (
    <div className="toolbar">
      <Link className="button primary" href={paths.serialConsole(id)}>
        {t('machines:serialConsole')}
      </Link>
      <Link className="button" href={paths.ssh(id)}>
        {t('machines:ssh')}
      </Link>
      <Link className="button" href={paths.bootDiagnostics(id)}>
        {t('machines:bootDiagnostics.link')}
      </Link>
      <Link className="button" href={paths.access(id)}>
        {t('common:nav.access')}
      </Link>
      <MachineMenu
        text={t('machines:columns.power')}
        machine={machine}
        actions={powerActions(power)}
        work={work}
      />
      <button type="button" className="spring" onClick={onRefresh}>
        {t('common:refresh')}
      </button>
    </div>
  );
}
