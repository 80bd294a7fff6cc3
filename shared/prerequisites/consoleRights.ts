import type { AccessCheck } from '../access/authorize.ts';
import type { Target } from '../fleet/fleet.ts';

export const connectAction = 'Microsoft.SerialConsole/serialPorts/connect/action';
export const storageKeysAction = 'Microsoft.Storage/storageAccounts/listKeys/action';

/** Azure asks for both: the console, and the keys of the account of one's own that it writes its log to. */
export function consoleRights({ resourceId, bootDiagnostics }: Target): readonly AccessCheck[] {
  const connect = { action: connectAction, scope: resourceId };
  if (bootDiagnostics.storage === 'managed') return [connect];
  return [connect, { action: storageKeysAction, scope: bootDiagnostics.storageAccountId }];
}
