import { FluentProvider } from '@fluentui/react-components';
import { QueryClientProvider } from '@tanstack/react-query';
import { lazy, type ReactNode, Suspense, useEffect, useState, useSyncExternalStore } from 'react';
import { CrashNotice } from './components/CrashNotice.tsx';
import { ErrorNotice } from './components/ErrorNotice.tsx';
import { Loading } from './components/Loading.tsx';
import { useT } from './i18n/i18n.ts';
import { PortalContext } from './PortalContext.ts';
import { SignInPage } from './pages/SignInPage.tsx';
import { createQueryClient } from './query/createQueryClient.ts';
import { Shell } from './shell/Shell.tsx';
import { startPortal } from './startPortal.ts';
import { themes } from './theme/themes.ts';
import { type ThemeState, useTheme } from './theme/useTheme.ts';

// Nobody is told anything before the page is there.
const ToastPlace = lazy(async () => ({ default: (await import('./components/ToastPlace.tsx')).ToastPlace }));

type Started = Awaited<ReturnType<typeof startPortal>>;

export function App(): ReactNode {
  const theme = useTheme();
  const [queries] = useState(createQueryClient);
  return (
    <FluentProvider theme={themes[theme.theme]} className="portal">
      <QueryClientProvider client={queries}>
        <CrashNotice>
          <Started theme={theme} />
          <Suspense>
            <ToastPlace />
          </Suspense>
        </CrashNotice>
      </QueryClientProvider>
    </FluentProvider>
  );
}

function Started({ theme }: { theme: ThemeState }): ReactNode {
  const t = useT();
  const [started, setStarted] = useState<Started>();
  const [error, setError] = useState<unknown>();
  useEffect(() => {
    startPortal().then(setStarted, setError);
  }, []);

  if (error !== undefined) return <ErrorNotice title={t('errors:config')} error={error} />;
  if (started === undefined) return <Loading />;
  if (started.signIn.user === undefined)
    return <SignInPage signIn={started.signIn} error={started.signInError} theme={theme} />;
  return <SignedIn started={started} theme={theme} />;
}

function SignedIn({ started, theme }: { started: Started; theme: ThemeState }): ReactNode {
  const t = useT();
  const { signOut } = started;
  const isLeaving = useSyncExternalStore(signOut.subscribe, () => signOut.isUnderWay);
  if (isLeaving) return <Loading text={t('common:signIn.outUnderWay')} />;
  return (
    <PortalContext value={started}>
      <Shell theme={theme} />
    </PortalContext>
  );
}
