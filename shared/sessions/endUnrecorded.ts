import type { HeartbeatRequest } from '../contracts/relayApi.ts';
import { type EndDeps, endSession } from './endSession.ts';
import { inParallel } from './inParallel.ts';

/** Ends the sessions whose recording failed: where a policy is strict, nothing is shown that is not recorded. */
export async function endUnrecorded(
  deps: EndDeps,
  relayId: string,
  served: HeartbeatRequest['sessions'],
): Promise<void> {
  const failed = served.filter(({ recording }) => recording === 'failed');
  await inParallel(failed, async ({ sessionId }) => {
    const session = (await deps.sessions.get(sessionId))?.value;
    // A relay's word is about its own sessions only.
    if (session?.relayId !== relayId || session.recording !== 'strict') return;
    await endSession(deps, sessionId, {
      reason: 'RecordingFailed',
      message: 'What this session shows must be recorded, and the recording failed. Connect again later.',
    });
  });
}
