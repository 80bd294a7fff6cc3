import type { Terminal } from '@xterm/xterm';

/** The page's own keys; every other one is the guest's, Tab too. Ctrl+C stays an interrupt: copying takes Shift. */
export function keepOwnKeys(
  terminal: Terminal,
  { onLeave, onFind }: { readonly onLeave: () => void; readonly onFind: () => void },
): void {
  terminal.attachCustomKeyEventHandler((event) => {
    const action = ownAction(event);
    if (action === undefined) return true;
    // Browsers open their tools on Ctrl+Shift+C.
    event.preventDefault();
    if (event.type !== 'keydown') return false;
    if (action === 'leave') onLeave();
    else if (action === 'find') onFind();
    else copySelection(terminal);
    return false;
  });
}

function ownAction({ ctrlKey, shiftKey, key }: KeyboardEvent): 'leave' | 'find' | 'copy' | undefined {
  if (!ctrlKey) return undefined;
  if (key === 'F6') return 'leave';
  if (!shiftKey) return undefined;
  if (key.toUpperCase() === 'F') return 'find';
  return key.toUpperCase() === 'C' ? 'copy' : undefined;
}

/** A browser that forbids it says so itself; the menu of the mouse still copies. */
export function copySelection(terminal: Terminal): void {
  if (terminal.hasSelection()) navigator.clipboard.writeText(terminal.getSelection()).catch(() => undefined);
}
