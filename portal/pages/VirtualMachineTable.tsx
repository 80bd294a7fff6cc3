import type { ReactNode } from 'react';
import { powerState, type VirtualMachine } from '../../shared/client/armResources.ts';
import { Badge } from '../components/Badge.tsx';
import { Link } from '../components/Link.tsx';
import { paths } from '../router.ts';
import { texts } from '../texts.ts';

export type VirtualMachineTableProps = {
  rows: readonly VirtualMachine[];
  onDiagnose: (vm: VirtualMachine) => void;
};

export function VirtualMachineTable({ rows, onDiagnose }: VirtualMachineTableProps): ReactNode {
  const { columns } = texts.virtualMachines;
  return (
    <div className="table-scroll">
      <table>
        <thead>
          <tr>
            <th scope="col">{columns.name}</th>
            <th scope="col" className="wide-only">
              {columns.computer}
            </th>
            <th scope="col" className="wide-only">
              {columns.os}
            </th>
            <th scope="col" className="wide-only">
              {columns.location}
            </th>
            <th scope="col">{columns.power}</th>
            <th scope="col" className="wide-only">
              {columns.bootDiagnostics}
            </th>
            <th scope="col">
              <span className="visually-hidden">{columns.actions}</span>
            </th>
          </tr>
        </thead>
        <tbody>
          {rows.map((vm) => (
            <VirtualMachineRow key={vm.id} vm={vm} onDiagnose={() => onDiagnose(vm)} />
          ))}
        </tbody>
      </table>
    </div>
  );
}

function VirtualMachineRow({ vm, onDiagnose }: { vm: VirtualMachine; onDiagnose: () => void }): ReactNode {
  const { name, location, properties } = vm;
  const power = powerState(vm);
  const isDiagnosed = properties.diagnosticsProfile?.bootDiagnostics?.enabled;
  return (
    <tr>
      <td>
        <strong>{name}</strong>
      </td>
      <td className="wide-only">{properties.osProfile?.computerName ?? texts.none}</td>
      <td className="wide-only">{properties.storageProfile?.osDisk?.osType ?? texts.none}</td>
      <td className="wide-only">{location ?? texts.none}</td>
      <td>
        <Badge tone={power === 'running' ? 'good' : 'neutral'}>{texts.virtualMachines.power(power)}</Badge>
      </td>
      <td className="wide-only">
        {isDiagnosed === true ? texts.virtualMachines.enabled : texts.virtualMachines.disabled}
      </td>
      <td className="row-actions">
        <Link
          className="button"
          href={paths.serialConsole(vm.id)}
          aria-label={texts.virtualMachines.serialConsoleOf(name)}
        >
          {texts.virtualMachines.serialConsole}
        </Link>
        <Link className="button" href={paths.prerequisites(vm.id)} aria-label={texts.prerequisites.of(name)}>
          {texts.prerequisites.link}
        </Link>
        <Link className="button" href={paths.ssh(vm.id)} aria-label={texts.virtualMachines.sshTo(name)}>
          {texts.virtualMachines.ssh}
        </Link>
        <button
          type="button"
          aria-label={texts.virtualMachines.bootDiagnosticsOf(name)}
          disabled={isDiagnosed === false}
          onClick={onDiagnose}
        >
          {texts.virtualMachines.bootDiagnostics}
        </button>
      </td>
    </tr>
  );
}
