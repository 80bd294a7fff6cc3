import type { MachinePower } from '../contracts/machineOperation.ts';
import type { Target } from './fleet.ts';

/** ARM's `VirtualMachineInstanceView`, as far as Sallyport knows it: `power` as the relay reported it last. */
export function toInstanceView(target: Target, power: MachinePower | undefined) {
  const state = target.provisioningState.toLowerCase();
  return {
    computerName: target.computerName,
    statuses: [
      {
        code: `ProvisioningState/${state}`,
        level: target.provisioningState === 'Failed' ? 'Error' : 'Info',
        displayStatus: `Provisioning ${state}`,
      },
      ...(power === undefined
        ? []
        : [{ code: `PowerState/${power}`, level: 'Info', displayStatus: `VM ${power}` }]),
    ],
  };
}
