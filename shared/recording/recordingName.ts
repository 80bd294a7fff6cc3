import { bastionKeyOf } from '../sessions/sessionId.ts';

/** Where a recording is: one container a bastion, one folder a session. */
export type RecordingName = { readonly account: string; readonly container: string; readonly folder: string };

export const recordingContainer = (bastionKey: string): string => `recordings-${bastionKey}`;

export function recordingOf(sessionId: string): Omit<RecordingName, 'account'> {
  return { container: recordingContainer(bastionKeyOf(sessionId) ?? 'unknown'), folder: sessionId };
}
