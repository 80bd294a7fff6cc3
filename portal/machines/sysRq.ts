import { isDangerous } from '../../shared/client/machinesApi.ts';
import { sysRqKeys } from '../../shared/contracts/machineOperation.ts';

/** Keys that have a name; any other may be typed. */
const namedKeys = [
  'h',
  's',
  'l',
  'm',
  't',
  'w',
  'p',
  'r',
  'k',
  'f',
  'i',
  'e',
  'u',
  'c',
  'o',
  'b',
  'reisub',
] as const;

export type SysRqKey = { readonly keys: (typeof namedKeys)[number]; readonly isDangerous: boolean };

/** What ends something is marked. */
export const namedSysRqKeys: readonly SysRqKey[] = namedKeys.map((keys) => ({
  keys,
  isDangerous: isDangerous('sysrq', keys),
}));

export const canSendSysRq = (keys: string): boolean => sysRqKeys.safeParse(keys).success;
