import { lazy, type ReactNode } from 'react';
import { NotFoundPage } from './pages/NotFoundPage.tsx';
import { SessionsPage } from './pages/SessionsPage.tsx';
import type { Route } from './router.ts';

// Each page comes when it is opened; the one that everybody opens first comes with the portal.
const pages = {
  VirtualMachines: lazy(async () => ({
    default: (await import('./pages/VirtualMachinesPage.tsx')).VirtualMachinesPage,
  })),
  Machine: lazy(async () => ({ default: (await import('./pages/MachinePage.tsx')).MachinePage })),
  ScaleSet: lazy(async () => ({ default: (await import('./pages/ScaleSetPage.tsx')).ScaleSetPage })),
  SerialConsole: lazy(async () => ({
    default: (await import('./pages/SerialConsolePage.tsx')).SerialConsolePage,
  })),
  Ssh: lazy(async () => ({ default: (await import('./pages/SshPage.tsx')).SshPage })),
  BootDiagnostics: lazy(async () => ({
    default: (await import('./pages/BootDiagnosticsPage.tsx')).BootDiagnosticsPage,
  })),
  Prerequisites: lazy(async () => ({
    default: (await import('./pages/PrerequisitesPage.tsx')).PrerequisitesPage,
  })),
  Access: lazy(async () => ({ default: (await import('./pages/AccessPage.tsx')).AccessPage })),
  Activity: lazy(async () => ({ default: (await import('./pages/ActivityPage.tsx')).ActivityPage })),
  Recordings: lazy(async () => ({ default: (await import('./pages/RecordingsPage.tsx')).RecordingsPage })),
  Recording: lazy(async () => ({ default: (await import('./pages/RecordingPage.tsx')).RecordingPage })),
};

/** What an address shows. Two machines are two pages: nothing of the one stays when the other is opened. */
export function Page({ route }: { route: Route }): ReactNode {
  switch (route.page) {
    case 'sessions':
      return <SessionsPage bastionId={route.bastionId} />;
    case 'virtualMachines':
      return <pages.VirtualMachines />;
    case 'machine':
      return <pages.Machine key={route.vmId} vmId={route.vmId} />;
    case 'scaleSet':
      return <pages.ScaleSet key={route.setId} setId={route.setId} />;
    case 'serialConsole':
      return <pages.SerialConsole key={route.vmId} vmId={route.vmId} />;
    case 'ssh':
      return <pages.Ssh key={route.vmId} vmId={route.vmId} />;
    case 'bootDiagnostics':
      return <pages.BootDiagnostics key={route.vmId} vmId={route.vmId} />;
    case 'prerequisites':
      return <pages.Prerequisites key={route.vmId} vmId={route.vmId} />;
    case 'access':
      return <pages.Access key={route.scope} scope={route.scope} />;
    case 'activity':
      return <pages.Activity />;
    case 'recordings':
      return <pages.Recordings />;
    case 'recording':
      return <pages.Recording key={route.recordingId} recordingId={route.recordingId} />;
    case 'notFound':
      return <NotFoundPage />;
  }
}
