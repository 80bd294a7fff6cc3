import type { ConsoleGroups } from './api.ts';
import type { SessionProtocol } from './session.ts';

/**
 * Names on the hub `console`. Ids hold only letters, digits and `-`, so that a role such as
 * `webpubsub.sendToGroup.up-…` names one group literally and no pattern character can widen it.
 */
export const consoleHub = 'console';

/** Live output of a port: one relay sends, every viewer of the port is a member. */
export const liveGroup = (portId: string): string => `live-${portId}`;
/** To one viewer: replay, acknowledgements, notices. */
export const downGroup = (sessionId: string): string => `down-${sessionId}`;
/** From one viewer to its relay: input and resume. */
export const upGroup = (sessionId: string): string => `up-${sessionId}`;
/** Commands from the control plane to one relay. */
export const relayGroup = (relayId: string): string => `relay-${relayId}`;

/** What one viewer uses. An SSH session's output is nobody else's: it has no group but its own. */
export const viewerGroups = (session: {
  readonly sessionId: string;
  readonly protocol: SessionProtocol;
  readonly portId: string;
}): ConsoleGroups => {
  const down = downGroup(session.sessionId);
  const live = session.protocol === 'Serial' ? liveGroup(session.portId) : down;
  return { live, down, up: upGroup(session.sessionId) };
};
