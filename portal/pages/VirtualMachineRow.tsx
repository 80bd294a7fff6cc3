import type { ReactNode } from 'react';
import { powerState, type VirtualMachine } from '../../shared/client/armResources.ts';
import { Badge } from '../components/Badge.tsx';
import { Link } from '../components/Link.tsx';
import { useT } from '../i18n/i18n.ts';
import { MachineMenu } from '../machines/MachineMenu.tsx';
import { powerActions } from '../machines/machineActions.ts';
import type { MachineWork, Work } from '../machines/machineWork.ts';
import { powerText } from '../machines/powerText.ts';
import { WorkProgress } from '../machines/WorkProgress.tsx';
import { paths } from '../router.ts';

export type VirtualMachineRowProps = {
  vm: VirtualMachine;
  work: MachineWork;
  /** What this page does or did to the machine. */
  mine: Work | undefined;
};

export function VirtualMachineRow({ vm, work, mine }: VirtualMachineRowProps): ReactNode {
  const t = useT();
  const { id, name, location, properties } = vm;
  const power = powerState(vm);
  return (
    <tr data-machine={name}>
      <td>
        <Link href={paths.machine(id)}>
          <strong>{name}</strong>
        </Link>
      </td>
      <td className="wide-only">{properties.osProfile?.computerName ?? t('common:none')}</td>
      <td className="wide-only">{properties.storageProfile?.osDisk?.osType ?? t('common:none')}</td>
      <td className="wide-only">{location ?? t('common:none')}</td>
      <td>
        {mine?.status === 'running' ? (
          <WorkProgress work={mine} />
        ) : (
          <Badge tone={power === 'running' ? 'good' : 'neutral'}>{powerText(t, power)}</Badge>
        )}
      </td>
      <td className="row-actions">
        <MachineLinks vm={vm} />
        <MachineMenu
          text={t('machines:columns.power')}
          machine={{ id, name }}
          actions={powerActions(power)}
          work={work}
        />
      </td>
    </tr>
  );
}

function MachineLinks({ vm: { id, name } }: { vm: VirtualMachine }): ReactNode {
  const t = useT();
  return (
    <>
      <Link
        className="button"
        href={paths.serialConsole(id)}
        aria-label={t('machines:serialConsoleOf', { name })}
      >
        {t('machines:serialConsole')}
      </Link>
      <Link className="button" href={paths.ssh(id)} aria-label={t('machines:sshTo', { name })}>
        {t('machines:ssh')}
      </Link>
    </>
  );
}
