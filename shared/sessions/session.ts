import type { LimitReason } from '../contracts/frames.ts';
import type {
  ConsoleMode,
  EndReason,
  RecordingMode,
  SessionProtocol,
  SessionState,
} from '../contracts/session.ts';

/** One person's connection to one target through one bastion. Times are milliseconds since 1970, UTC. */
export type Session = {
  readonly sessionId: string;
  readonly bastionId: string;
  readonly targetResourceId: string;
  readonly targetHostName: string;
  readonly targetIpAddress: string;
  readonly protocol: SessionProtocol;
  readonly mode: ConsoleMode;
  /** Name of the operator whose place this session took; undefined when the port was free. */
  readonly tookOverFrom: string | undefined;
  /** It was made an observer, and its connection may not know yet: `settleMode` has to be called again. */
  readonly isHandingOver: true | undefined;
  readonly state: SessionState;
  /** The serial port; of an SSH session, the target's SSH server, which any number of sessions share. */
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
  /** The limit that the person was warned of, and the end that was named; undefined while nothing is announced. */
  readonly warnedOf?: LimitReason | undefined;
  readonly warnedUntil?: number | undefined;
  /** The limits of the policy that it was opened under and takes a seat of: `user`, `bastion` or both. */
  readonly countedBy?: string | undefined;
  /** What it shows is recorded. */
  readonly recording?: RecordingMode | undefined;
  /** When a sweep looks at this session next. */
  readonly dueAt: number;
  readonly endTime: number | undefined;
  readonly endReason: EndReason | undefined;
  readonly endedBy: string | undefined;
  readonly endMessage: string | undefined;
};

/** What lists show of a session, and filters ask about: they read no more of its row. */
export type ListedSession = Omit<
  Session,
  | 'bastionId'
  | 'tookOverFrom'
  | 'isHandingOver'
  | 'portId'
  | 'language'
  | 'ticketHash'
  | 'connectionId'
  | 'resumeOffset'
  | 'warnedOf'
  | 'warnedUntil'
  | 'countedBy'
  | 'dueAt'
>;

/** A value with the version that a conditional write must still find. */
export type Versioned<T> = { readonly value: T; readonly version: string };

/** Only a serial port has one operator at a time: an SSH session types into a shell of its own. */
export const holdsPort = ({ protocol, mode }: Pick<Session, 'protocol' | 'mode'>): boolean =>
  protocol === 'Serial' && mode === 'operator';

export const isLive = (session: Pick<Session, 'state'>): boolean =>
  session.state === 'Pending' || session.state === 'Active';
