import { useEffect, useSyncExternalStore } from 'react';
import type { ConsoleSnapshot } from '../../shared/client/consoleSnapshot.ts';
import { usePortal } from '../PortalContext.ts';
import type { PasteState } from './consolePaste.ts';
import { type ConsolePlace, placeKey } from './consolePlace.ts';
import { openConsoleFactory } from './createOpenConsole.ts';
import type { OpenConsole } from './openConsole.ts';
import { maxOpenConsoles } from './openConsoles.ts';

/** The seam between React and the consoles: opens one when it is shown, and leaves it open. `place` has to be kept. */
export function useOpenConsole(place: ConsolePlace): {
  readonly console: OpenConsole | undefined;
  /** There are as many as there may be. */
  readonly isRefused: boolean;
} {
  const { api, consoles, settings } = usePortal();
  const key = placeKey(place.kind, place.vmId);
  const console = useSyncExternalStore(consoles.subscribe, () => consoles.get(key));
  useEffect(() => {
    consoles.open(place, openConsoleFactory({ api, settings }));
    consoles.show(key);
    return () => consoles.show(undefined);
  }, [api, settings, consoles, place, key]);
  return { console, isRefused: console === undefined && consoles.tabs.length >= maxOpenConsoles };
}

export function useSnapshot({ connection }: OpenConsole): ConsoleSnapshot {
  return useSyncExternalStore(connection.subscribe, () => connection.snapshot);
}

export function usePasting({ paste }: OpenConsole): PasteState {
  return useSyncExternalStore(paste.subscribe, () => paste.state);
}

export function useSilence({ answers }: OpenConsole): boolean {
  return useSyncExternalStore(answers.subscribe, () => answers.isSilent);
}

const never = (): (() => void) => () => undefined;

/** What is typed goes to the machine, not to a form before it: a serial line has none. */
export function useIsLoggedIn({ shell }: OpenConsole): boolean {
  return useSyncExternalStore(
    shell?.subscribe ?? never,
    () => shell === undefined || shell.snapshot.ssh.step === 'open',
  );
}
