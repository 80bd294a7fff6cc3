import { attachCommand } from './connectionEvents.ts';
import type { EndDeps } from './endSession.ts';
import { isLive } from './session.ts';

/** An observer may not publish, not even a wish: it asks here and the relay replays from `offset`. */
export async function resumeSession(
  deps: EndDeps,
  input: { readonly sessionId: string; readonly connectionId: string; readonly offset: number | null },
): Promise<void> {
  const found = await deps.sessions.get(input.sessionId);
  if (found === undefined || !isLive(found.value) || found.value.connectionId !== input.connectionId) return;
  await deps.messaging.command(
    found.value.relayId,
    attachCommand({ ...found.value, resumeOffset: input.offset }),
  );
}
