import { isDangerous } from '../../shared/client/machinesApi.ts';
import { sysRqKeys } from '../../shared/contracts/machineOperation.ts';

export type SysRqKey = { readonly keys: string; readonly name: string; readonly isDangerous: boolean };

const names: readonly (readonly [keys: string, name: string])[] = [
  ['h', 'Help: list the keys'],
  ['s', 'Sync all file systems'],
  ['l', 'Backtrace of all processors'],
  ['m', 'Memory in use'],
  ['t', 'List of tasks'],
  ['w', 'List of blocked tasks'],
  ['p', 'Registers'],
  ['r', 'Keyboard out of raw mode'],
  ['k', 'Kill what is on this terminal'],
  ['f', 'Kill one task that uses memory'],
  ['i', 'Kill all tasks'],
  ['e', 'Ask all tasks to end'],
  ['u', 'File systems read-only'],
  ['c', 'Crash, and dump where one is set up'],
  ['o', 'Power off at once'],
  ['b', 'Reboot at once'],
  ['reisub', 'Reboot as safely as keys can'],
];

/** Keys that have a name here; any other may be typed. What ends something is marked. */
export const namedSysRqKeys: readonly SysRqKey[] = names.map(([keys, name]) => ({
  keys,
  name,
  isDangerous: isDangerous('sysrq', keys),
}));

/** Why these keys cannot be sent; undefined = they can. */
export function sysRqProblem(keys: string): string | undefined {
  return sysRqKeys.safeParse(keys).error?.issues[0]?.message;
}
