import * as z from 'zod';

/** How a guest's shell was left when its operator went. `NotSeen`: whoever types next may find it logged in. */
export const logOutOutcomes = ['LoggedOut', 'NotSeen', 'PoweredOff'] as const;
export type LogOutOutcome = (typeof logOutOutcomes)[number];

/** `POST /relays/{relayId}/sessions/{sessionId}/logOut`: 204. */
export const logOutReport = z.object({ outcome: z.enum(logOutOutcomes) });
