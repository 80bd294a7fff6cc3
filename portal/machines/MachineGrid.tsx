import { type ReactNode, useMemo } from 'react';
import { powerState, targetName, type VirtualMachine } from '../../shared/client/armResources.ts';
import { Grid } from '../grid/Grid.tsx';
import { nextSort, readSort, sortRows, writeSort } from '../grid/gridSort.ts';
import { currentLanguage, useT } from '../i18n/i18n.ts';
import { useSearchParam } from '../router.ts';
import {
  consoleColumn,
  menuColumn,
  nameColumn,
  peopleColumn,
  powerColumn,
  systemColumn,
} from './machineColumns.tsx';
import { sessionsByMachine } from './peopleOf.ts';
import { useMachineSessions } from './useMachineSessions.ts';
import { useMachineWork } from './useMachineWork.ts';

const sortable = ['name', 'os', 'power'];
const byName = { column: 'name', isDescending: false };

/** Machines of any number, with their power, who is on them, and the way to their consoles. */
export function MachineGrid({ machines }: { machines: readonly VirtualMachine[] }): ReactNode {
  const t = useT();
  const { work, works } = useMachineWork();
  const sessions = useMachineSessions();
  const [sortText, setSortText] = useSearchParam('sort', 'silent');
  const sort = readSort(sortText, sortable, byName);
  const { column, isDescending } = sort;
  // Thousands of machines, and the sessions beside them are read every few seconds.
  const rows = useMemo(() => {
    const { compare } = new Intl.Collator(currentLanguage(), { numeric: true });
    return sortRows(machines, (vm) => sortValue(vm, column), isDescending, compare);
  }, [machines, column, isDescending]);
  return (
    <Grid
      label={t('machines:title')}
      rows={rows}
      idOf={({ id }) => id}
      sort={sort}
      onSort={(id) => setSortText(writeSort(nextSort(sort, id)))}
      rowProps={({ id }) => ({ 'data-machine': targetName(id) })}
      columns={[
        nameColumn(t),
        systemColumn(t),
        powerColumn(t, works),
        ...(sessions === undefined ? [] : [peopleColumn(t, sessionsByMachine(sessions))]),
        consoleColumn(t),
        menuColumn(t, work),
      ]}
    />
  );
}

function sortValue(vm: VirtualMachine, column: string): string {
  if (column === 'os') return vm.properties.storageProfile?.osDisk?.osType ?? '';
  return column === 'power' ? (powerState(vm) ?? '') : targetName(vm.id);
}
