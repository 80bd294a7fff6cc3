import { FluentProvider } from '@fluentui/react-components';
import { type QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { lazy, type ReactNode, Suspense, useEffect, useState, useSyncExternalStore } from 'react';
import { CrashNotice } from './components/CrashNotice.tsx';
import { ErrorNotice } from './components/ErrorNotice.tsx';
import { Loading } from './components/Loading.tsx';
import { useT } from './i18n/i18n.ts';
import { PortalContext } from './PortalContext.ts';
import { SignInPage } from './pages/SignInPage.tsx';
import { Shell } from './shell/Shell.tsx';
import type { StartedPortal } from './startPortal.ts';
import { themes } from './theme/themes.ts';
import { type ThemeState, useTheme } from './theme/useTheme.ts';

// Nobody is told anything before the page is there.
const ToastPlace = lazy(async () => ({ default: (await import('./components/ToastPlace.tsx')).ToastPlace }));

export type Starting = Promise<StartedPortal>;

export function App({ starting, queries }: { starting: Starting; queries: QueryClient }): ReactNode {
  const theme = useTheme();
  return (
    <FluentProvider theme={themes[theme.theme]} className="portal">
      <QueryClientProvider client={queries}>
        <CrashNotice>
          <Started starting={starting} theme={theme} />
          <Suspense>
            <ToastPlace />
          </Suspense>
        </CrashNotice>
      </QueryClientProvider>
    </FluentProvider>
  );
}

function Started({ starting, theme }: { starting: Starting; theme: ThemeState }): ReactNode {
  const t = useT();
  const [started, setStarted] = useState<StartedPortal>();
  const [error, setError] = useState<unknown>();
  useEffect(() => {
    starting.then(setStarted, setError);
  }, [starting]);

  if (error !== undefined)
    return <ErrorNotice title={t('errors:config')} error={error} onTryAgain={() => location.reload()} />;
  if (started === undefined) return <Loading />;
  if (started.signIn.user === undefined)
    return <SignInPage signIn={started.signIn} error={started.signInError} theme={theme} />;
  return <SignedIn started={started} theme={theme} />;
}

function SignedIn({ started, theme }: { started: StartedPortal; theme: ThemeState }): ReactNode {
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
