import { type EndReason, endReasons } from '../contracts/session.ts';
import type { ApiError } from './apiError.ts';
import type { ConsoleEnd, ConsoleState } from './consoleSnapshot.ts';

export function stateOfRefusal(error: ApiError): Extract<ConsoleState, 'busy' | 'refused' | 'failed'> {
  if (error.code === 'SerialPortBusy') return 'busy';
  return error.code === 'AuthorizationFailed' ? 'refused' : 'failed';
}

/** The session to come back to is not there any more. */
export const isOver = (error: ApiError): boolean =>
  error.code === 'SessionEnded' || error.code === 'SessionNotFound';

/** Ends that nobody decided: a viewer who comes back just wants to go on, in a new session. */
const accidents: readonly EndReason[] = ['ConnectionLost', 'NeverConnected', 'RelayLost'];

/**
 * A `SessionEnded` whose `target` is an end reason tells a viewer who was away what was decided meanwhile.
 * Undefined when it does not say, or when it was an accident.
 */
export function knownEnd(error: ApiError): ConsoleEnd | undefined {
  const reason = endReasons.find((known) => known === error.target);
  if (reason === undefined || accidents.includes(reason)) return undefined;
  return { kind: 'disconnected', text: error.message, ...error.end, reason };
}
