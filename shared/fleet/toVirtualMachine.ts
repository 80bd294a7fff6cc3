import type { MachinePower } from '../contracts/machineOperation.ts';
import type { Target } from './fleet.ts';
import { parseResourceId } from './resourceId.ts';
import { storageUriOf } from './storageUri.ts';
import { toInstanceView } from './toInstanceView.ts';

/** A target in ARM's shape (Microsoft.Compute), as far as Sallyport knows it. */
export function toVirtualMachine(target: Target, power: MachinePower | undefined) {
  const { enabled, storage } = target.bootDiagnostics;
  const { type, name } = parseResourceId(target.resourceId);
  return {
    id: target.resourceId,
    name: type.includes('ScaleSets') ? target.name : name,
    type,
    location: target.location,
    ...(type.includes('ScaleSets') ? { instanceId: name } : {}),
    properties: {
      vmId: target.vmId,
      provisioningState: target.provisioningState,
      ...(type.includes('ScaleSets') ? { latestModelApplied: target.scaleSet.latestModelApplied } : {}),
      osProfile: { computerName: target.computerName },
      storageProfile: { osDisk: { osType: target.osType } },
      diagnosticsProfile: {
        bootDiagnostics: {
          enabled,
          // As in ARM: no address means an account of the platform's own.
          ...(storage === 'managed' ? {} : { storageUri: storageUriOf(target) }),
        },
      },
      instanceView: toInstanceView(target, power),
    },
  };
}
