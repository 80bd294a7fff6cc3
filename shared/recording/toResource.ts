import type { RecordingResource } from '../contracts/recording.ts';
import { isLive, type Session } from '../sessions/session.ts';
import { sessionTimeOf } from '../sessions/sessionId.ts';

/** A recording as the API shows it. Recordings may outlive the history: then only the id tells when it was. */
export function toRecordingResource(
  bastionId: string,
  sessionId: string,
  session: Session | undefined,
): RecordingResource {
  const id = `${bastionId}/recordings/${sessionId}`;
  const type = 'Microsoft.Network/bastionHosts/recordings';
  const startTime = toIso(session?.startTime ?? sessionTimeOf(sessionId));
  if (session === undefined) return { id, name: sessionId, type, properties: { startTime, isLive: false } };
  const { targetResourceId, protocol, userName, userEmail, recording, endTime } = session;
  return {
    id,
    name: sessionId,
    type,
    properties: {
      startTime,
      ...(endTime === undefined ? {} : { endTime: toIso(endTime) }),
      targetResourceId,
      protocol,
      userName,
      userEmail,
      ...(recording === undefined ? {} : { recordingMode: recording }),
      isLive: isLive(session),
    },
  };
}

const toIso = (time: number): string => new Date(time).toISOString();
