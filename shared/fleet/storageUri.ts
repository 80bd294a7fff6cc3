import type { Target } from './fleet.ts';
import { parseResourceId } from './resourceId.ts';

/** The address of a machine's boot-diagnostics account, as it was set there or as every account has one. */
export const storageUriOf = ({ bootDiagnostics }: Target): string =>
  bootDiagnostics.storageUri ??
  `https://${parseResourceId(bootDiagnostics.storageAccountId).name}.blob.core.windows.net/`;
