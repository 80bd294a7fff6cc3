import { createPortalMessaging } from '../../shared/azure/portalMessaging.ts';
import { sha256 } from '../../shared/azure/sha256.ts';
import { createSessionFeed } from '../../shared/live/createSessionFeed.ts';
import type { Session } from '../../shared/sessions/session.ts';

const perSecond = 100;

/** So many changes, one at a time, through the feed that the function app has: sessions that somebody typed in. */
export async function pushChanges(
  webPubSub: string,
  sessions: readonly Session[],
  seconds: number,
): Promise<void> {
  const faults: unknown[] = [];
  const feed = createSessionFeed({
    portal: createPortalMessaging(webPubSub),
    hash: sha256,
    now: Date.now,
    publisher: `bench-${Date.now()}`,
    onFault: (fault) => faults.push(fault),
  });
  const start = performance.now();
  for (let change = 0; change < seconds * perSecond; change += 1) {
    const session = sessions[(change * 37) % sessions.length];
    if (session !== undefined) feed.publish('changed', { ...session, lastActivityTime: Date.now() });
    await until(start + (change * 1_000) / perSecond);
  }
  if (faults.length > 0) throw faults[0];
}

const until = (time: number): Promise<void> =>
  new Promise((resolve) => setTimeout(resolve, Math.max(0, time - performance.now())));
