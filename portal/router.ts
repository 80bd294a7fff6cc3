import { useSyncExternalStore } from 'react';

export type Route =
  | { readonly page: 'sessions'; readonly bastionId: string | undefined }
  | { readonly page: 'virtualMachines' }
  | { readonly page: 'serialConsole'; readonly vmId: string }
  | { readonly page: 'ssh'; readonly vmId: string }
  | { readonly page: 'prerequisites'; readonly vmId: string }
  | { readonly page: 'notFound' };

const sessionsPath = '/sessions';
const serialConsolePath = '/serial-console';
const sshPath = '/ssh';
const prerequisitesPath = '/prerequisites';

/** The page's own addresses: a fixed word, then the ARM id of what is shown. */
export const paths = {
  sessions: (bastionId = '') => sessionsPath + bastionId,
  virtualMachines: () => '/virtual-machines',
  serialConsole: (vmId: string) => serialConsolePath + vmId,
  ssh: (vmId: string) => sshPath + vmId,
  prerequisites: (vmId: string) => prerequisitesPath + vmId,
};

export function parsePath(pathname: string): Route {
  if (pathname === '/' || pathname === sessionsPath) return { page: 'sessions', bastionId: undefined };
  if (pathname === paths.virtualMachines()) return { page: 'virtualMachines' };
  const bastionId = resourceIdAfter(sessionsPath, pathname);
  if (bastionId !== undefined) return { page: 'sessions', bastionId };
  const judged = resourceIdAfter(prerequisitesPath, pathname);
  if (judged !== undefined) return { page: 'prerequisites', vmId: judged };
  const sshVmId = resourceIdAfter(sshPath, pathname);
  if (sshVmId !== undefined) return { page: 'ssh', vmId: sshVmId };
  const vmId = resourceIdAfter(serialConsolePath, pathname);
  return vmId === undefined ? { page: 'notFound' } : { page: 'serialConsole', vmId };
}

/** Undefined for all that is not plainly a resource id: what follows the prefix becomes part of API calls. */
function resourceIdAfter(prefix: string, pathname: string): string | undefined {
  const id = pathname.slice(prefix.length);
  const isId = pathname.startsWith(prefix) && /^\/subscriptions(\/[\w.()-]*\w)+$/i.test(id);
  return isId ? id : undefined;
}

export function navigate(path: string, how: 'push' | 'replace' = 'push'): void {
  if (how === 'push') history.pushState(null, '', path);
  else history.replaceState(null, '', path);
  dispatchEvent(new PopStateEvent('popstate'));
}

export function useRoute(): Route {
  return parsePath(useSyncExternalStore(subscribe, () => location.pathname));
}

function subscribe(onChange: () => void): () => void {
  addEventListener('popstate', onChange);
  return () => removeEventListener('popstate', onChange);
}
