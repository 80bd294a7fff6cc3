import { isDangerous } from '../../shared/client/machinesApi.ts';
import type { AdminCommand } from '../../shared/contracts/machineOperation.ts';
import type { ConsoleMode } from '../../shared/contracts/session.ts';

/** Ctrl+], as with telnet: no shell and no editor needs it. */
export const escapeKey = 0x1d;

/** Where the menu stands. `closed`: keys are the machine's. */
export type Menu =
  | { readonly at: 'closed' }
  | { readonly at: 'open' }
  | { readonly at: 'keys'; readonly keys: string }
  | { readonly at: 'confirm'; readonly order: CommandOrder };

export type CommandOrder = {
  readonly kind: 'command';
  readonly command: AdminCommand;
  readonly keys?: string;
};

/** What a key of the menu makes happen. */
export type MenuOrder =
  | CommandOrder
  | { readonly kind: 'forwardEscape' }
  | { readonly kind: 'quit' }
  | { readonly kind: 'mode'; readonly mode: ConsoleMode; readonly takeOver: boolean };

export type MenuStep = { readonly menu: Menu; readonly order?: MenuOrder };

const closed: Menu = { at: 'closed' };
const maxSysRqKeys = 16;
const enter = '\r';
const backspaces = ['\x7f', '\b'];

/** One key while the menu is not closed. A key that means nothing here closes it. */
export function pressKey(menu: Menu, key: string, mode: ConsoleMode): MenuStep {
  switch (menu.at) {
    case 'closed':
      return { menu };
    case 'open':
      return pressMenuKey(key, mode);
    case 'keys':
      return pressSysRqKey(menu.keys, key);
    case 'confirm':
      return key === 'Y' ? { menu: closed, order: menu.order } : { menu: closed };
  }
}

function pressMenuKey(key: string, mode: ConsoleMode): MenuStep {
  if (key === 'q') return { menu: closed, order: { kind: 'quit' } };
  if (key === 'n') return order({ kind: 'command', command: 'nmi' });
  if (key === 'r') return order({ kind: 'command', command: 'reset' });
  if (key === 's') return { menu: { at: 'keys', keys: '' } };
  return { menu: closed, ...(mode === 'operator' ? pressOperatorKey(key) : pressObserverKey(key)) };
}

function pressOperatorKey(key: string): { order?: MenuOrder } {
  if (key === String.fromCharCode(escapeKey)) return { order: { kind: 'forwardEscape' } };
  return key === 'o' ? { order: { kind: 'mode', mode: 'observer', takeOver: false } } : {};
}

/** To take over from somebody is one key further away than to type where nobody does. */
function pressObserverKey(key: string): { order?: MenuOrder } {
  if (key !== 't' && key !== 'T') return {};
  return { order: { kind: 'mode', mode: 'operator', takeOver: key === 'T' } };
}

function pressSysRqKey(keys: string, key: string): MenuStep {
  if (key === enter) {
    return keys === '' ? { menu: closed } : order({ kind: 'command', command: 'sysrq', keys });
  }
  if (backspaces.includes(key)) return { menu: { at: 'keys', keys: keys.slice(0, -1) } };
  if (!/^[A-Za-z0-9]$/.test(key)) return { menu: closed };
  return { menu: { at: 'keys', keys: `${keys}${key}`.slice(0, maxSysRqKeys) } };
}

const order = (command: CommandOrder): MenuStep =>
  isDangerous(command.command, command.keys)
    ? { menu: { at: 'confirm', order: command } }
    : { menu: closed, order: command };
