import { useSyncExternalStore } from 'react';
import { type ChangeKind, searchStep } from './searchSteps.ts';

export type Route =
  | { readonly page: 'sessions'; readonly bastionId: string | undefined }
  | { readonly page: 'virtualMachines' | 'activity' | 'recordings' | 'notFound' }
  | { readonly page: 'machine' | 'serialConsole' | 'ssh'; readonly vmId: string }
  | { readonly page: 'bootDiagnostics' | 'prerequisites'; readonly vmId: string }
  | { readonly page: 'scaleSet'; readonly setId: string }
  | { readonly page: 'access'; readonly scope: string | undefined }
  | { readonly page: 'recording'; readonly recordingId: string };
export type PageName = Route['page'];

/** The page's own addresses: a fixed word, then the ARM id of what is shown. */
export const paths = {
  sessions: (bastionId = '') => `/sessions${bastionId}`,
  virtualMachines: (filter = '') => withSearch('/virtual-machines', { filter }),
  machine: (vmId: string) => `/machines${vmId}`,
  scaleSet: (setId: string) => `/scale-sets${setId}`,
  serialConsole: (vmId: string) => `/serial-console${vmId}`,
  ssh: (vmId: string) => `/ssh${vmId}`,
  bootDiagnostics: (vmId: string) => `/boot-diagnostics${vmId}`,
  prerequisites: (vmId: string) => `/prerequisites${vmId}`,
  access: (scope = '') => `/access${scope}`,
  /** What decides whether one may do this there. */
  whyNot: (scope: string, action: string) => withSearch(`/access${scope}`, { action }),
  /** Of one machine, by the name that `targetName` gives it, or of all. */
  activity: (vm = '') => withSearch('/activity', { vm }),
  recordings: (vm = '') => withSearch('/recordings', { vm }),
  recording: (recordingId: string) => `/recordings${recordingId}`,
};

function withSearch(path: string, params: Readonly<Record<string, string>>): string {
  const given = Object.entries(params).filter(([, value]) => value !== '');
  return given.length === 0 ? path : `${path}?${new URLSearchParams(given)}`;
}

const fixed: Readonly<Record<string, Route>> = {
  '/': { page: 'sessions', bastionId: undefined },
  [paths.sessions()]: { page: 'sessions', bastionId: undefined },
  [paths.virtualMachines()]: { page: 'virtualMachines' },
  [paths.access()]: { page: 'access', scope: undefined },
  [paths.activity()]: { page: 'activity' },
  [paths.recordings()]: { page: 'recordings' },
};

const ofResource: Readonly<Record<string, (id: string) => Route>> = {
  sessions: (bastionId) => ({ page: 'sessions', bastionId }),
  machines: (vmId) => ({ page: 'machine', vmId }),
  'scale-sets': (setId) => ({ page: 'scaleSet', setId }),
  'serial-console': (vmId) => ({ page: 'serialConsole', vmId }),
  ssh: (vmId) => ({ page: 'ssh', vmId }),
  'boot-diagnostics': (vmId) => ({ page: 'bootDiagnostics', vmId }),
  prerequisites: (vmId) => ({ page: 'prerequisites', vmId }),
  access: (scope) => ({ page: 'access', scope }),
  recordings: (recordingId) => ({ page: 'recording', recordingId }),
};

/** Not found for all that is not plainly one of ours: what follows the word becomes part of API calls. */
export function parsePath(pathname: string): Route {
  const known = Object.hasOwn(fixed, pathname) ? fixed[pathname] : undefined;
  if (known !== undefined) return known;
  const [, word = '', rest = ''] = /^\/([a-z-]+)(\/.*)$/.exec(pathname) ?? [];
  const toRoute = Object.hasOwn(ofResource, word) ? ofResource[word] : undefined;
  const isResource = /^\/subscriptions(\/[\w.()-]*\w)+$/i.test(rest);
  return toRoute !== undefined && isResource ? toRoute(rest) : { page: 'notFound' };
}

export function navigate(path: string, how: 'push' | 'replace' = 'push', state: unknown = null): void {
  if (how === 'push') history.pushState(state, '', path);
  else history.replaceState(state, '', path);
  dispatchEvent(new PopStateEvent('popstate'));
}

export const usePath = (): string => useSyncExternalStore(subscribe, () => location.pathname);

/** One member of the address behind `?`, and how to change it: as `kind` unless it is said otherwise. */
export function useSearchParam(
  name: string,
  kind: ChangeKind,
): readonly [string, (value: string, otherKind?: ChangeKind) => void] {
  const [values, change] = useSearchParams([name]);
  return [values[name] ?? '', (value, otherKind = kind) => change({ [name]: value }, otherKind)];
}

type ChangeSearch<Name extends string> = (changes: Partial<Record<Name, string>>, kind?: ChangeKind) => void;

/** Several of them; what is changed to an empty text is no longer there. */
export function useSearchParams<Name extends string>(
  names: readonly Name[],
): readonly [Readonly<Record<Name, string>>, ChangeSearch<Name>] {
  const params = new URLSearchParams(useSyncExternalStore(subscribe, () => location.search));
  const values = names.map((name) => [name, params.get(name) ?? ''] as const);
  return [Object.fromEntries(values) as Record<Name, string>, changeSearch];
}

function changeSearch(
  changes: Readonly<Record<string, string | undefined>>,
  kind: ChangeKind = 'step',
): void {
  const search = new URLSearchParams(location.search);
  for (const [name, value = ''] of Object.entries(changes)) {
    if (value === '') search.delete(name);
    else search.set(name, value);
  }
  const text = search.toString();
  if (text === new URLSearchParams(location.search).toString()) return;
  const { how, state } = searchStep(kind, Object.keys(changes), history.state);
  navigate(location.pathname + (text === '' ? '' : `?${text}`), how, state);
}

function subscribe(onChange: () => void): () => void {
  addEventListener('popstate', onChange);
  return () => removeEventListener('popstate', onChange);
}
