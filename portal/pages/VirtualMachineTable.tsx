import type { ReactNode } from 'react';
import type { VirtualMachine } from '../../shared/client/armResources.ts';
import { useT } from '../i18n/i18n.ts';
import type { MachineWork, Work } from '../machines/machineWork.ts';
import { VirtualMachineRow } from './VirtualMachineRow.tsx';

export type VirtualMachineTableProps = {
  rows: readonly VirtualMachine[];
  work: MachineWork;
  works: readonly Work[];
};

export function VirtualMachineTable({ rows, work, works }: VirtualMachineTableProps): ReactNode {
  const t = useT();
  return (
    <div className="table-scroll">
      <table>
        <thead>
          <tr>
            <th scope="col">{t('machines:columns.name')}</th>
            <th scope="col" className="wide-only">
              {t('machines:columns.computer')}
            </th>
            <th scope="col" className="wide-only">
              {t('machines:columns.os')}
            </th>
            <th scope="col" className="wide-only">
              {t('machines:columns.location')}
            </th>
            <th scope="col">{t('machines:columns.power')}</th>
            <th scope="col">
              <span className="visually-hidden">{t('common:actions')}</span>
            </th>
          </tr>
        </thead>
        <tbody>
          {rows.map((vm) => (
            <VirtualMachineRow
              key={vm.id}
              vm={vm}
              work={work}
              mine={works.find(({ vmId }) => vmId === vm.id)}
            />
          ))}
        </tbody>
      </table>
    </div>
  );
}
