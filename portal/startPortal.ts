import type { QueryClient } from '@tanstack/react-query';
import { type Api, createApi } from '../shared/client/api.ts';
import { createRequest } from '../shared/client/request.ts';
import { loadConfig } from './config.ts';
import { MachineWork } from './machines/machineWork.ts';
import { prefetchSessions } from './query/prefetchSessions.ts';
import { navigate, parsePath } from './router.ts';
import type { OpenConsoles } from './session/openConsoles.ts';
import { isConsoleWindow, restoreConsoles, startConsoles } from './session/startConsoles.ts';
import { createSignIn, goesForSignIn, type SignIn, signedInPath } from './signIn/signIn.ts';
import { SignOut } from './signIn/signOut.ts';
import { KeptTerminalSettings } from './terminal/terminalSettings.ts';

export type Portal = {
  readonly api: Api;
  readonly signIn: SignIn;
  readonly signOut: SignOut;
  readonly consoles: OpenConsoles;
  readonly settings: KeptTerminalSettings;
  /** Power operations go on when their page is left. */
  readonly work: MachineWork;
};

export type StartedPortal = Portal & { readonly signInError: unknown };

/** Everything the pages work with, built once. Comes back from the identity provider when that is where we are. */
export async function startPortal(queries: QueryClient): Promise<StartedPortal> {
  const config = await loadConfig(fetch.bind(globalThis));
  const signIn = createSignIn(config, location.origin, sessionStorage);
  const send = createRequest({
    apiUrl: config.apiUrl,
    token: () => signIn.token(),
    // No answer within a minute is none: nothing on the page waits for longer.
    fetch: (url, init) => fetch(url, { ...init, signal: AbortSignal.timeout(60_000) }),
    wait: (delayMs) => new Promise((resolve) => setTimeout(resolve, delayMs)),
  });
  const api = createApi(send, config.subscriptionId);
  const settings = new KeptTerminalSettings(localStorage);
  const work = new MachineWork({ changePower: (...order) => api.changePower(...order), now: Date.now });
  const signInError = await resumeSignIn(signIn);
  if (signIn.user !== undefined) void prefetchSessions({ api, queries }, parsePath(location.pathname));
  const consoles = startConsoles();
  const signOut = new SignOut({
    signIn,
    closeAll: () => consoles.closeAll(),
    channel: new BroadcastChannel('sallyport.sign-in'),
    leave,
  });
  if (signIn.user !== undefined) await restoreConsoles(consoles, { api, settings });
  return { api, signIn, signOut, consoles, settings, work, signInError };
}

/** A window of one console goes for good, where the browser lets it. */
function leave(): void {
  if (isConsoleWindow()) close();
  location.replace('/');
}

/** Completes a sign-in, or goes for one again when this tab had one before it was reloaded. */
async function resumeSignIn(signIn: SignIn): Promise<unknown> {
  const isBack = location.pathname === signedInPath;
  try {
    if (isBack) navigate(await signIn.complete(location.href), 'replace');
    else if (goesForSignIn(location.pathname, sessionStorage))
      await signIn.begin(location.pathname + location.search);
    return undefined;
  } catch (error) {
    if (isBack) navigate('/', 'replace');
    return error;
  }
}
