import { Button } from '@fluentui/react-components';
import { DismissRegular } from '@fluentui/react-icons/svg/dismiss';
import { lazy, type ReactNode, Suspense, useState, useSyncExternalStore } from 'react';
import { targetName } from '../../shared/client/armResources.ts';
import { Badge } from '../components/Badge.tsx';
import { Link } from '../components/Link.tsx';
import { stateTones } from '../console/stateTones.ts';
import { useT } from '../i18n/i18n.ts';
import { usePortal } from '../PortalContext.ts';
import { navigate, paths, usePath } from '../router.ts';
import { placePath } from '../session/consolePlace.ts';
import type { ConsoleTab } from '../session/openConsoles.ts';

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
          <Tab
            key={tab.key}
            tab={tab}
            isCurrent={path.toLowerCase() === placePath(tab.place).toLowerCase()}
            onClose={() => (isLive(tab) ? setClosing(tab) : void close(tab))}
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

const isLive = ({ state }: ConsoleTab): boolean => state === 'connected' || state === 'reconnecting';

type TabProps = { tab: ConsoleTab; isCurrent: boolean; onClose: () => void };

function Tab({ tab, isCurrent, onClose }: TabProps): ReactNode {
  const t = useT();
  const { place, state, isMoved, isUnread, hasRung } = tab;
  const name = targetName(place.vmId);
  const kind = t(`console:tabs.${place.kind}`);
  const stateText = isMoved ? t('console:moved.state') : t(`console:states.${state}`);
  const news = hasRung ? t('console:tabs.rung') : isUnread ? t('console:tabs.unread') : undefined;
  return (
    <li data-tab={tab.key} className={isCurrent ? 'current' : ''}>
      <Link href={placePath(place)} title={stateText} {...(isCurrent && { 'aria-current': 'page' })}>
        <Badge tone={isMoved ? 'neutral' : stateTones[state]}>{name}</Badge>
        <span className="fine">{kind}</span>
        <span className="visually-hidden">{stateText}</span>
        {news !== undefined && (
          <span className={hasRung ? 'unread rung' : 'unread'} title={news}>
            <span className="visually-hidden">{news}</span>
          </span>
        )}
      </Link>
      <Button
        size="small"
        appearance="transparent"
        icon={<DismissRegular />}
        aria-label={t('console:tabs.close', { name, kind })}
        onClick={onClose}
      />
    </li>
  );
}
