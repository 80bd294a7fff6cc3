import type { Fix } from '../contracts/prerequisites.ts';
import type { Target } from '../fleet/fleet.ts';
import { parseResourceId } from '../fleet/resourceId.ts';

/** Lines for the Azure CLI that mend a machine, written out for it: a scale-set instance has its own. */
export function azCommands({ resourceId, bootDiagnostics }: Target) {
  const { resourceGroup, name, type } = parseResourceId(resourceId);
  const isInstance = type.toLowerCase().includes('scalesets');
  const set = resourceId.split('/').at(-3) ?? '';
  const group = `--resource-group ${resourceGroup}`;
  const ofVm = `${group} --name ${name}`;
  const ofSet = `${group} --name ${set}`;
  const storage = `https://${parseResourceId(bootDiagnostics.storageAccountId).name}.blob.core.windows.net/`;
  const model = 'virtualMachineProfile.diagnosticsProfile.bootDiagnostics';
  return {
    enableBootDiagnostics: isInstance
      ? `az vmss update ${ofSet} --set ${model}.enabled=true`
      : `az vm boot-diagnostics enable ${ofVm}`,
    useStorage: (uri = storage): string =>
      isInstance
        ? `az vmss update ${ofSet} --set ${model}.enabled=true ${model}.storageUri=${uri}`
        : `az vm boot-diagnostics enable ${ofVm} --storage ${uri}`,
    upgradeInstance: `az vmss update-instances ${ofSet} --instance-ids ${name}`,
    start: isInstance ? `az vmss start ${ofSet} --instance-ids ${name}` : `az vm start ${ofVm}`,
    reapply: isInstance
      ? `az vmss update-instances ${ofSet} --instance-ids ${name}`
      : `az vm reapply ${ofVm}`,
    addPasswordUser: isInstance
      ? undefined
      : `az vm user update ${ofVm} --username <user name> --password <password>`,
    listLocks: (id: string): string => `az lock list --resource ${id}`,
    assignRole: (principalId: string, scope: string): string =>
      `az role assignment create --assignee ${principalId} --role "Virtual Machine Contributor" --scope ${scope}`,
    updateAccount: (change: string): string =>
      `az storage account update --ids ${bootDiagnostics.storageAccountId} ${change}`,
  };
}

export const useAnotherAccount = (target: Target, text: string): Fix => ({
  text,
  command: azCommands(target).useStorage('https://<account>.blob.core.windows.net/'),
});
