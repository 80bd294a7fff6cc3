import type { ConsoleMode } from '../../shared/contracts/session.ts';
import type { CommandOrder, Menu } from './consoleMenu.ts';

/** What the menu shows. */
export function menuText(menu: Menu, mode: ConsoleMode): string {
  switch (menu.at) {
    case 'closed':
      return '';
    case 'open':
      return mode === 'operator'
        ? 'n NMI | s SysRq | r Reset | o Observe | q Quit | Ctrl+] send it to the machine'
        : 'n NMI | s SysRq | r Reset | t Type here | T Take over | q Quit';
    case 'keys':
      return `SysRq keys, then Enter (h help, reisub restarts): ${menu.keys}`;
    case 'confirm':
      return `${dangerOf(menu.order)} Press Y (capital) to send it.`;
  }
}

export function dangerOf({ command, keys }: Omit<CommandOrder, 'kind'>): string {
  switch (command) {
    case 'nmi':
      return 'An NMI may crash the machine.';
    case 'reset':
      return 'A reset loses what is not saved.';
    case 'break':
    case 'sysrq':
      return `SysRq ${keys ?? ''} ends programs or the machine.`;
  }
}

/** Below the cursor, which stays where the guest has it: one line further, scrolled if there is none, and back. */
const lineBelow = '\x1bD\x1bM\x1b7\x1bD\r\x1b[0m\x1b[2K\x1b[7m';
const back = '\x1b[0m\x1b8';

/** Never wider than the window: a line that wraps could not be taken away again. */
export function showLine(text: string, columns: number): string {
  const cells = columns - 1;
  const shown = text.length > cells ? `${text.slice(0, cells - 1)}…` : text;
  return `${lineBelow}${shown}${back}`;
}

export const eraseLine = '\x1b7\x1bD\r\x1b[0m\x1b[2K\x1b8';
