import type { RelaySession } from '../contracts/relayApi.ts';
import type { FleetReader } from '../fleet/fleet.ts';
import { resourceKey } from '../fleet/resourceId.ts';
import { allActive } from './allActive.ts';
import type { SessionStore } from './ports.ts';
import type { Session } from './session.ts';

/**
 * The live viewers that a relay has to serve: active sessions of its targets. Those of a target that another relay has
 * by now are nobody's, until the sweep ends them.
 */
export async function sessionsOfRelay(
  deps: { readonly fleet: FleetReader; readonly sessions: SessionStore },
  relayId: string,
): Promise<RelaySession[]> {
  const targets = await deps.fleet.targets();
  const own = targets.filter((one) => one.relayId === relayId);
  const ownIds = new Set(own.map((one) => resourceKey(one.resourceId)));
  const bastionIds = new Set(own.map((one) => resourceKey(one.bastionId)));
  const found: RelaySession[] = [];
  for (const bastionId of bastionIds) {
    for (const session of await allActive(deps, bastionId)) {
      const isOwn = session.relayId === relayId && ownIds.has(resourceKey(session.targetResourceId));
      if (isOwn && session.state === 'Active') found.push(toRelaySession(session));
    }
  }
  return found;
}

/** As much of a session as its relay may know. */
export const toRelaySession = ({
  sessionId,
  protocol,
  portId,
  mode,
  resumeOffset,
  recording,
}: Session): RelaySession => ({
  sessionId,
  protocol,
  portId,
  mode,
  resumeOffset,
  ...(recording === undefined ? {} : { recording }),
});
