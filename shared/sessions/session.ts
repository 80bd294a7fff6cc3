import type { ConsoleMode, EndReason, SessionProtocol, SessionState } from '../contracts/session.ts';

/** One person's connection to one target through one bastion. Times are milliseconds since 1970, UTC. */
export type Session = {
  readonly sessionId: string;
  readonly bastionId: string;
  readonly targetResourceId: string;
  readonly targetHostName: string;
  readonly targetIpAddress: string;
  readonly protocol: SessionProtocol;
  readonly mode: ConsoleMode;
  readonly state: SessionState;
  readonly portId: string;
  readonly relayId: string;
  readonly principalId: string;
  readonly userName: string;
  readonly userEmail: string;
  readonly sourceIpAddress: string;
  /** BCP 47; chooses the text of the disconnect message. */
  readonly language: string;
  readonly startTime: number;
  readonly lastActivityTime: number;
  /** SHA-256 of the ticket that may still be used to connect; undefined once it was used. */
  readonly ticketHash: string | undefined;
  /** The Web PubSub connection that holds this session now. Events of any other one change nothing. */
  readonly connectionId: string | undefined;
  /** First byte that the viewer asked for; null = what the relay has in its ring. */
  readonly resumeOffset: number | null;
  /** When a sweep looks at this session next. */
  readonly dueAt: number;
  readonly endTime: number | undefined;
  readonly endReason: EndReason | undefined;
  readonly endedBy: string | undefined;
  readonly endMessage: string | undefined;
};

/** A value with the version that a conditional write must still find. */
export type Versioned<T> = { readonly value: T; readonly version: string };

export const isLive = (session: Session): boolean =>
  session.state === 'Pending' || session.state === 'Active';
