import type { Target } from './fleet.ts';
import { parseResourceId } from './resourceId.ts';
import { toInstanceView } from './toInstanceView.ts';

/** A target in ARM's shape (Microsoft.Compute), as far as Sallyport knows it. */
export function toVirtualMachine(target: Target, power: 'running' | 'stopped' | undefined) {
  const { enabled, storageAccountId } = target.bootDiagnostics;
  const { type, name } = parseResourceId(target.resourceId);
  return {
    id: target.resourceId,
    name: type.includes('ScaleSets') ? target.name : name,
    type,
    location: target.location,
    ...(type.includes('ScaleSets') ? { instanceId: name } : {}),
    properties: {
      vmId: target.vmId,
      provisioningState: 'Succeeded',
      osProfile: { computerName: target.computerName },
      storageProfile: { osDisk: { osType: target.osType } },
      diagnosticsProfile: {
        bootDiagnostics: {
          enabled,
          storageUri: `https://${parseResourceId(storageAccountId).name}.blob.core.windows.net/`,
        },
      },
      instanceView: toInstanceView(target, power),
    },
  };
}
