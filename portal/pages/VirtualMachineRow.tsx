import type { ReactNode } from 'react';
import { powerState, type VirtualMachine } from '../../shared/client/armResources.ts';
import { Badge } from '../components/Badge.tsx';
import { Link } from '../components/Link.tsx';
import { MachineMenu } from '../machines/MachineMenu.tsx';
import { powerActions } from '../machines/machineActions.ts';
import type { MachineWork, Work } from '../machines/machineWork.ts';
import { WorkProgress } from '../machines/WorkProgress.tsx';
import { paths } from '../router.ts';
import { texts } from '../texts.ts';

export type VirtualMachineRowProps = {
  vm: VirtualMachine;
  work: MachineWork;
  /** What this page does or did to the machine. */
  mine: Work | undefined;
  onDiagnose: () => void;
};

export function VirtualMachineRow({ vm, work, mine, onDiagnose }: VirtualMachineRowProps): ReactNode {
  const { id, name, location, properties } = vm;
  const power = powerState(vm);
  const isDiagnosed = properties.diagnosticsProfile?.bootDiagnostics?.enabled;
  return (
    <tr data-machine={name}>
      <td>
        <strong>{name}</strong>
      </td>
      <td className="wide-only">{properties.osProfile?.computerName ?? texts.none}</td>
      <td className="wide-only">{properties.storageProfile?.osDisk?.osType ?? texts.none}</td>
      <td className="wide-only">{location ?? texts.none}</td>
      <td>
        {mine?.status === 'running' ? (
          <WorkProgress work={mine} />
        ) : (
          <Badge tone={power === 'running' ? 'good' : 'neutral'}>{texts.virtualMachines.power(power)}</Badge>
        )}
      </td>
      <td className="row-actions">
        <MachineLinks vm={vm} />
        <button
          type="button"
          aria-label={texts.virtualMachines.bootDiagnosticsOf(name)}
          disabled={isDiagnosed === false}
          title={isDiagnosed === false ? texts.virtualMachines.notDiagnosed : undefined}
          onClick={onDiagnose}
        >
          {texts.virtualMachines.bootDiagnostics}
        </button>
        <MachineMenu
          text={texts.virtualMachines.columns.power}
          machine={{ id, name }}
          actions={powerActions(power)}
          work={work}
        />
      </td>
    </tr>
  );
}

function MachineLinks({ vm: { id, name } }: { vm: VirtualMachine }): ReactNode {
  const { virtualMachines, prerequisites } = texts;
  return (
    <>
      <Link
        className="button"
        href={paths.serialConsole(id)}
        aria-label={virtualMachines.serialConsoleOf(name)}
      >
        {virtualMachines.serialConsole}
      </Link>
      <Link className="button" href={paths.ssh(id)} aria-label={virtualMachines.sshTo(name)}>
        {virtualMachines.ssh}
      </Link>
      <Link className="button" href={paths.prerequisites(id)} aria-label={prerequisites.of(name)}>
        {prerequisites.link}
      </Link>
    </>
  );
}
