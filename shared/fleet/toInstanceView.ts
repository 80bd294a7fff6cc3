import type { MachinePower } from '../contracts/machineOperation.ts';
import { bootLogOf, screenshotOf } from './bootLog.ts';
import type { Target } from './fleet.ts';
import { storageUriOf } from './storageUri.ts';

/** ARM's `VirtualMachineInstanceView`, as far as Sallyport knows it: `power` as the relay reported it last. */
export function toInstanceView(target: Target, power: MachinePower | undefined) {
  const state = target.provisioningState.toLowerCase();
  const bootDiagnostics = blobUris(target);
  return {
    ...(bootDiagnostics === undefined ? {} : { bootDiagnostics }),
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

/** Of an account that the platform owns nobody learns the address: `retrieveBootDiagnosticsData` hands out URLs. */
function blobUris(target: Target) {
  const log = bootLogOf(target);
  if (log === null || target.bootDiagnostics.storage !== 'custom') return undefined;
  const base = `${storageUriOf(target).replace(/\/+$/, '')}/${log.container}`;
  return {
    consoleScreenshotBlobUri: `${base}/${screenshotOf(log).bmp.blob}`,
    serialConsoleLogBlobUri: `${base}/${log.blob}`,
  };
}
