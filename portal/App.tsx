import { lazy, type ReactNode, Suspense, useEffect, useState } from 'react';
import { ErrorNotice } from './components/ErrorNotice.tsx';
import { Header } from './components/Header.tsx';
import { Loading } from './components/Loading.tsx';
import { PortalContext } from './PortalContext.ts';
import { NotFoundPage } from './pages/NotFoundPage.tsx';
import { PrerequisitesPage } from './pages/PrerequisitesPage.tsx';
import { SessionsPage } from './pages/SessionsPage.tsx';
import { SignInPage } from './pages/SignInPage.tsx';
import { VirtualMachinesPage } from './pages/VirtualMachinesPage.tsx';
import { type Route, useRoute } from './router.ts';
import { startPortal } from './startPortal.ts';
import { texts } from './texts.ts';

// The terminal is most of the page's weight, and most visits need none.
const SerialConsolePage = lazy(async () => ({
  default: (await import('./pages/SerialConsolePage.tsx')).SerialConsolePage,
}));

const SshPage = lazy(async () => ({ default: (await import('./pages/SshPage.tsx')).SshPage }));

type Started = Awaited<ReturnType<typeof startPortal>>;

export function App(): ReactNode {
  const [started, setStarted] = useState<Started>();
  const [error, setError] = useState<unknown>();
  useEffect(() => {
    startPortal().then(setStarted, setError);
  }, []);

  if (error !== undefined) return <ErrorNotice title={texts.errors.config} error={error} />;
  if (started === undefined) return <Loading />;
  if (started.signIn.user === undefined)
    return <SignInPage signIn={started.signIn} error={started.signInError} />;
  return (
    <PortalContext value={started}>
      <Shell />
    </PortalContext>
  );
}

function Shell(): ReactNode {
  const route = useRoute();
  return (
    <>
      <a className="skip-link" href="#content">
        {texts.skipToContent}
      </a>
      <Header route={route} />
      <main id="content" tabIndex={-1}>
        <Suspense fallback={<Loading />}>
          <Page route={route} />
        </Suspense>
      </main>
    </>
  );
}

function Page({ route }: { route: Route }): ReactNode {
  switch (route.page) {
    case 'sessions':
      return <SessionsPage bastionId={route.bastionId} />;
    case 'virtualMachines':
      return <VirtualMachinesPage />;
    case 'serialConsole':
      return <SerialConsolePage key={route.vmId} vmId={route.vmId} />;
    case 'prerequisites':
      return <PrerequisitesPage key={route.vmId} vmId={route.vmId} />;
    case 'ssh':
      return <SshPage key={route.vmId} vmId={route.vmId} />;
    case 'notFound':
      return <NotFoundPage />;
  }
}
