import { type ReactNode, Suspense, useEffect, useState } from 'react';
import { CrashNotice } from '../components/CrashNotice.tsx';
import { Loading } from '../components/Loading.tsx';
import { useT } from '../i18n/i18n.ts';
import { Page } from '../Page.tsx';
import { parsePath, usePath } from '../router.ts';
import { isConsoleWindow } from '../session/startConsoles.ts';
import type { ThemeState } from '../theme/useTheme.ts';
import { ConsoleTabs } from './ConsoleTabs.tsx';
import { Header } from './Header.tsx';
import { MainNav } from './MainNav.tsx';
import { OfflineNotice } from './OfflineNotice.tsx';
import { usePageFocus } from './usePageFocus.ts';

const narrowScreen = '(max-width: 48rem)';

/** The frame around every page. */
export function Shell({ theme }: { theme: ThemeState }): ReactNode {
  const t = useT();
  const path = usePath();
  const route = parsePath(path);
  const main = usePageFocus(path);
  const [nav, setNav] = useState({ isOpen: !matchMedia(narrowScreen).matches, path });
  // On a phone it covers the page that was just chosen.
  if (nav.path !== path) setNav({ isOpen: nav.isOpen && !matchMedia(narrowScreen).matches, path });
  // Turned, zoomed or made narrow: the same.
  useEffect(() => {
    const narrow = matchMedia(narrowScreen);
    const onChange = (): void => setNav((before) => ({ ...before, isOpen: !narrow.matches }));
    narrow.addEventListener('change', onChange);
    return () => narrow.removeEventListener('change', onChange);
  }, []);
  if (isConsoleWindow())
    return (
      <main id="content" className="console-window" tabIndex={-1}>
        <OfflineNotice />
        <CrashNotice>
          <Suspense fallback={<Loading />}>
            <Page route={route} />
          </Suspense>
        </CrashNotice>
      </main>
    );
  return (
    <>
      <a className="skip-link" href="#content">
        {t('common:skipToContent')}
      </a>
      <Header
        theme={theme}
        isNavOpen={nav.isOpen}
        onToggleNav={() => setNav({ isOpen: !nav.isOpen, path })}
      />
      <OfflineNotice />
      <MainNav page={route.page} isOpen={nav.isOpen} />
      <ConsoleTabs />
      <main ref={main} id="content" tabIndex={-1}>
        <CrashNotice key={path}>
          <Suspense fallback={<Loading />}>
            <Page route={route} />
          </Suspense>
        </CrashNotice>
      </main>
    </>
  );
}
