import { useEffect, useMemo, useSyncExternalStore } from 'react';
import type { Api } from '../../shared/client/api.ts';
import { usePortal } from '../PortalContext.ts';
import { schedule } from '../schedule.ts';
import { BootLogFeed, type BootLogFeedDeps, type BootLogState } from './bootLogFeed.ts';
import { readBootLog } from './readBootLog.ts';

/** Signed addresses hold for two hours; another is asked for well before. */
const addressMs = 3_600_000;

/** The seam between React and a machine's serial log, which is read for as long as its page is open. */
export function useBootLog(vmId: string): BootLogState & { readonly feed: BootLogFeed } {
  const { api } = usePortal();
  const feed = useMemo(() => new BootLogFeed({ read: createReader(api, vmId), schedule }), [api, vmId]);
  useEffect(() => {
    feed.open();
    return () => feed[Symbol.dispose]();
  }, [feed]);
  return { ...useSyncExternalStore(feed.subscribe, () => feed.state), feed };
}

function createReader(api: Api, vmId: string): BootLogFeedDeps['read'] {
  let address: { readonly uri: string; readonly since: number } | undefined;
  return async (after) => {
    if (address === undefined || performance.now() - address.since > addressMs) {
      const { serialConsoleLogBlobUri: uri } = await api.retrieveBootDiagnostics(vmId);
      address = { uri, since: performance.now() };
    }
    return readBootLog(sendBare, address.uri, after);
  };
}

const sendBare = (uri: string, init: RequestInit): Promise<Response> =>
  fetch(uri, { ...init, credentials: 'omit', cache: 'no-store', signal: AbortSignal.timeout(60_000) });
