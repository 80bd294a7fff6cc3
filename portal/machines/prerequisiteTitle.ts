import type { Prerequisite } from '../../shared/contracts/prerequisites.ts';
import type { Translate } from '../i18n/i18n.ts';

/** What the control plane checks, in the order in which it asks. */
const ids = [
  'machineRole',
  'deploymentModel',
  'provisioned',
  'machineLock',
  'bootDiagnostics',
  'scaleSetModel',
  'managedStorage',
  'storageRole',
  'storageAccount',
  'storageUri',
  'storageType',
  'hierarchicalNamespace',
  'storageFirewall',
  'sharedKeyAccess',
  'storageLock',
  'storageTls',
  'region',
  'subscription',
  'consoleSwitch',
  'serialPort',
  'relay',
  'running',
  'passwordUser',
] as const;

/** What must hold, in the page's language; what a later control plane asks for besides, in English. */
export function prerequisiteTitle(t: Translate, { id, title }: Pick<Prerequisite, 'id' | 'title'>): string {
  const known = ids.find((one) => one === id);
  return known === undefined ? title : t(`prerequisites:titles.${known}`);
}
