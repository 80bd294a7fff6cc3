import type { Api } from '../../shared/client/api.ts';
import type { KeptTerminalSettings } from '../terminal/terminalSettings.ts';
import { placeKey, placePath } from './consolePlace.ts';
import { createConsoleWindows } from './consoleWindows.ts';
import { writeKept } from './keptConsoles.ts';
import { OpenConsoles } from './openConsoles.ts';

const ownKey = 'sallyport.consoles';
/** For a window of one console: what its opener left to it, in the copy of its storage that such a window gets. */
const windowKey = 'sallyport.window-console';

/** `?window=1`: the page is one console and nothing else. */
export const isConsoleWindow = (): boolean => new URLSearchParams(location.search).get('window') === '1';

/** The consoles of this window, which end or are kept when it is left. */
export function startConsoles(): OpenConsoles {
  const consoles = new OpenConsoles({
    storage: sessionStorage,
    storageKey: isConsoleWindow() ? windowKey : ownKey,
    windows: createConsoleWindows(new BroadcastChannel('sallyport.consoles')),
  });
  // In the copy of the storage those of the opener are too, which has them itself.
  if (isConsoleWindow()) sessionStorage.removeItem(ownKey);
  addEventListener('pagehide', () => consoles.leave());
  return consoles;
}

/** A terminal is most of the page's weight: it comes only where there was one. */
export async function restoreConsoles(
  consoles: OpenConsoles,
  deps: { readonly api: Api; readonly settings: KeptTerminalSettings },
): Promise<void> {
  if (consoles.kept.length === 0) return;
  const { openConsoleFactory } = await import('./createOpenConsole.ts');
  consoles.restore(openConsoleFactory(deps));
}

/** Into a window of its own; false where the browser allows none. The session moves once that window is there. */
export function popOut(consoles: OpenConsoles, key: string): boolean {
  const kept = consoles.toMove(key);
  if (kept === undefined) return false;
  writeKept(sessionStorage, windowKey, [kept]);
  const name = `sallyport-${placeKey(kept.kind, kept.vmId)}`;
  const opened = open(`${placePath(kept)}?window=1`, name, 'popup,width=960,height=640');
  sessionStorage.removeItem(windowKey);
  return opened !== null;
}
