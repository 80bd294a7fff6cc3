import type { Crumb } from '../components/Breadcrumb.tsx';
import { paths } from '../router.ts';

/** The way to a machine's page: the list, and for an instance its scale set, which is the list of its instances. */
export function aboveMachine(vmId: string, title: string): readonly Crumb[] {
  const set = /\/virtualMachineScaleSets\/([^/]+)\//i.exec(vmId)?.[1];
  const list = { href: paths.virtualMachines(), label: title };
  return set === undefined ? [list] : [list, { href: paths.virtualMachines(`${set}_`), label: set }];
}
