import type { Command } from './command.ts';
import { auditList } from './commands/audit.ts';
import { locksAdd, locksList, locksRemove } from './commands/locks.ts';
import { prerequisites } from './commands/prerequisites.ts';
import { serialConsoleConnect, serialConsoleSend } from './commands/serialConsole.ts';
import { sessionsDisconnect, sessionsGet, sessionsList, sessionsRefresh } from './commands/sessions.ts';
import { vmList, vmPower } from './commands/virtualMachines.ts';

/** Everything that can be called, in the order of the help. */
export const commandList: readonly Command[] = [
  sessionsList,
  sessionsRefresh,
  sessionsGet,
  sessionsDisconnect,
  vmList,
  ...vmPower,
  prerequisites,
  serialConsoleConnect,
  ...serialConsoleSend,
  locksList,
  locksAdd,
  locksRemove,
  auditList,
];
