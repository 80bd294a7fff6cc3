import { useCallback } from 'react';
import type { SessionList } from '../../shared/contracts/session.ts';
import { type Loaded, useLoaded } from '../components/useLoaded.ts';
import { usePortal } from '../PortalContext.ts';

type SessionsAsOf = SessionList & { readonly asOf: number };

export type Sessions = Omit<Loaded<SessionsAsOf>, 'run'> & {
  /** What the control plane knows. */
  readonly reload: () => void;
  /** What the relays know: slower, and certain. */
  readonly refresh: () => void;
  readonly more: () => void;
};

export function useSessions(bastionId: string): Sessions {
  const { api } = usePortal();
  const list = useCallback(async () => withTime(await api.listSessions(bastionId)), [api, bastionId]);
  const { run, ...loaded } = useLoaded(list);

  async function nextPage(shown: SessionsAsOf, nextLink: string): Promise<SessionsAsOf> {
    const page = await api.moreSessions(nextLink);
    const { nextLink: _, ...rest } = shown;
    return { ...rest, ...page, asOf: shown.asOf, value: [...shown.value, ...page.value] };
  }

  return {
    ...loaded,
    reload: () => void run(list),
    refresh: () => void run(async () => withTime(await api.refreshSessions(bastionId))),
    more() {
      const shown = loaded.value;
      if (shown?.nextLink === undefined) return;
      const { nextLink } = shown;
      void run(() => nextPage(shown, nextLink));
    },
  };
}

function withTime(list: SessionList): SessionsAsOf {
  return { ...list, asOf: Date.now() };
}
