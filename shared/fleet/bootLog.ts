import type { Target } from './fleet.ts';
import { parseResourceId } from './resourceId.ts';

export type BlobName = { readonly account: string; readonly container: string; readonly blob: string };

/**
 * Where Azure puts a VM's serial log: container `bootdiagnostics-<name>-<vmId>`, where `<name>` is at most
 * nine characters of the VM's name, lower case, letters and digits only (from Azure's published samples).
 */
export function bootLogOf(target: Target): BlobName | null {
  if (!target.bootDiagnostics.enabled) return null;
  const short = target.name
    .toLowerCase()
    .replaceAll(/[^a-z0-9]/g, '')
    .slice(0, 9);
  const id = target.vmId.toLowerCase();
  return {
    account: parseResourceId(target.bootDiagnostics.storageAccountId).name,
    container: `bootdiagnostics-${short}-${id}`,
    blob: `${target.name}.${id}.serialconsole.log`,
  };
}

const logSuffix = '.serialconsole.log';

/** The picture of the display beside a boot log: Azure's own name, and the same as PNG. */
export function screenshotOf(bootLog: BlobName): { readonly bmp: BlobName; readonly png: BlobName } {
  const name = bootLog.blob.slice(0, -logSuffix.length);
  return {
    bmp: { ...bootLog, blob: `${name}.screenshot.bmp` },
    png: { ...bootLog, blob: `${name}.screenshot.png` },
  };
}
