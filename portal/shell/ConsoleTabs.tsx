import { lazy, type ReactNode, Suspense, useState, useSyncExternalStore } from 'react';
import { isUp } from '../../shared/client/consoleSnapshot.ts';
import { useT } from '../i18n/i18n.ts';
import { usePortal } from '../PortalContext.ts';
import { navigate, paths, usePath } from '../router.ts';
import { placePath } from '../session/consolePlace.ts';
import type { ConsoleTab } from '../session/openConsoles.ts';
import { ConsoleTabItem } from './ConsoleTabItem.tsx';

const CloseConsoleDialog = lazy(async () => ({
  default: (await import('./CloseConsoleDialog.tsx')).CloseConsoleDialog,
}));

/** The consoles that are open in this window, whichever page is shown. */
export function ConsoleTabs(): ReactNode {
  const t = useT();
  const { consoles } = usePortal();
  const path = usePath();
  const tabs = useSyncExternalStore(consoles.subscribe, () => consoles.tabs);
  const [closing, setClosing] = useState<ConsoleTab>();
  if (tabs.length === 0) return null;

  async function close(tab: ConsoleTab): Promise<void> {
    const next = tabs.find((one) => one !== tab);
    // A page without its console would open it anew.
    if (path.toLowerCase() === placePath(tab.place).toLowerCase())
      navigate(next === undefined ? paths.virtualMachines() : placePath(next.place));
    await consoles.close(tab.key);
  }

  return (
    <nav className="console-tabs" aria-label={t('console:tabs.label')}>
      <ul>
        {tabs.map((tab) => (
          <ConsoleTabItem
            key={tab.key}
            tab={tab}
            isCurrent={path.toLowerCase() === placePath(tab.place).toLowerCase()}
            onClose={() => (isUp(tab) ? setClosing(tab) : void close(tab))}
          />
        ))}
      </ul>
      {closing !== undefined && (
        <Suspense>
          <CloseConsoleDialog
            place={closing.place}
            run={() => close(closing)}
            onClose={() => setClosing(undefined)}
          />
        </Suspense>
      )}
    </nav>
  );
}
