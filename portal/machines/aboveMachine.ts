import { targetName } from '../../shared/client/armResources.ts';
import type { Crumb } from '../components/Breadcrumb.tsx';
import { paths } from '../router.ts';
import { scaleSetOf } from './scaleSets.ts';

/** The way to a machine's page: the list, and for an instance its scale set. */
export function aboveMachine(vmId: string, title: string): readonly Crumb[] {
  const set = scaleSetOf(vmId);
  const list = { href: paths.virtualMachines(), label: title };
  return set === undefined ? [list] : [list, { href: paths.scaleSet(set), label: targetName(set) }];
}
