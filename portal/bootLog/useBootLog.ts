import { useEffect, useMemo, useSyncExternalStore } from 'react';
import type { Api } from '../../shared/client/api.ts';
import { usePortal } from '../PortalContext.ts';
import { schedule } from '../schedule.ts';
import { BootLogFeed, type BootLogFeedDeps, type BootLogState } from './bootLogFeed.ts';
import { readBootLog, readBootLogRange } from './readBootLog.ts';

/** Signed addresses hold for two hours; another is asked for well before. */
const addressMs = 3_600_000;

type Reader = Pick<BootLogFeedDeps, 'read' | 'readRange'>;

export type BootLog = BootLogState & { readonly feed: BootLogFeed; readonly read: Reader['read'] };

/** The seam between React and a machine's serial log, which is read for as long as its page is open. */
export function useBootLog(vmId: string): BootLog {
  const { api } = usePortal();
  const reader = useMemo(() => createReader(api, vmId), [api, vmId]);
  const feed = useMemo(() => new BootLogFeed({ ...reader, schedule }), [reader]);
  useEffect(() => {
    feed.open();
    return () => feed[Symbol.dispose]();
  }, [feed]);
  return { ...useSyncExternalStore(feed.subscribe, () => feed.state), feed, read: reader.read };
}

function createReader(api: Api, vmId: string): Reader {
  let address: { readonly uri: string; readonly since: number } | undefined;
  async function addressNow(): Promise<string> {
    if (address === undefined || performance.now() - address.since > addressMs) {
      const { serialConsoleLogBlobUri: uri } = await api.retrieveBootDiagnostics(vmId);
      address = { uri, since: performance.now() };
    }
    return address.uri;
  }
  return {
    read: async (after) => readBootLog(sendBare, await addressNow(), after),
    readRange: async (from, to) => readBootLogRange(sendBare, await addressNow(), from, to),
  };
}

const sendBare = (uri: string, init: RequestInit): Promise<Response> =>
  fetch(uri, { ...init, credentials: 'omit', cache: 'no-store', signal: AbortSignal.timeout(60_000) });
