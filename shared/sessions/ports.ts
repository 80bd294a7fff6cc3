import type { AuditEventName, AuditOutcome } from '../contracts/audit.ts';
import type { HeartbeatRequest, OperationResult } from '../contracts/relayApi.ts';
import type { EndReason, SessionProtocol } from '../contracts/session.ts';
import type { Refresh } from './refresh.ts';
import type { ListedSession, Session, Versioned } from './session.ts';

/** Keeps sessions. Every change is one conditional write: of two writers with one version, one wins. */
export type SessionStore = {
  /** Stores a new session together with its due time. One that is there already stays as it is. */
  insert(session: Session): Promise<void>;
  /** A session that is not archived yet, whatever its state. */
  get(sessionId: string): Promise<Versioned<Session> | undefined>;
  /** Undefined, and nothing changed, when the session is no longer at `version`. Keeps the due time in step. */
  replace(session: Session, version: string): Promise<Versioned<Session> | undefined>;
  /** Newest first, `Ended` ones left out; `after` is the last session id of the page before. */
  listActive(bastionId: string, page: SessionPage): Promise<readonly ListedSession[]>;
  /** The same ones, whole: for work on many sessions. */
  readActive(bastionId: string, page: SessionPage): Promise<readonly Session[]>;
  /** Forgets a session that nobody was told of, without a trace in the history. May be repeated. */
  remove(session: Session): Promise<void>;
  /** Moves an ended session to the history. May be repeated. */
  archive(session: Session): Promise<void>;
  listEnded(bastionId: string, page: SessionPage): Promise<readonly ListedSession[]>;
  getEnded(sessionId: string): Promise<Session | undefined>;
  /** Sessions whose due time has come, earliest first. Costs what is due, not what exists. */
  due(now: number, limit: number): Promise<readonly Due[]>;
  /** Forgets a due time that no longer belongs to its session. */
  dropDue(due: Due): Promise<void>;
};
export type SessionPage = { readonly limit: number; readonly after?: string | undefined };
export type Due = { readonly sessionId: string; readonly dueAt: number };

/** Who may type on a port: at most one session. */
export type OperatorLock = {
  /** Resolves to the holder after the attempt: `sessionId` itself when the port was free or held by `instead`. */
  claim(portId: string, sessionId: string, instead?: string): Promise<string>;
  /** The session that holds the port now. */
  holder(portId: string): Promise<string | undefined>;
  /** Frees the port if `sessionId` holds it. May be repeated. */
  release(portId: string, sessionId: string): Promise<void>;
};

/**
 * Who is counted where a policy limits how many sessions there may be. A group is what is counted together; each
 * of its numbered seats is held by at most one session. A seat stays with a session that is over until it is taken.
 */
export type SeatStore = {
  /** The seats of a group that were ever taken. */
  list(group: string): Promise<readonly Seat[]>;
  /** False when somebody else took it first. `instead` is the version of the seat that is taken over, if any. */
  take(
    group: string,
    seat: { index: number; sessionId: string; instead: string | undefined },
  ): Promise<boolean>;
};
export type Seat = { readonly index: number; readonly sessionId: string; readonly version: string };

export type RelayRecord = {
  readonly relayId: string;
  readonly connectionId: string | null;
  readonly heartbeatTime: number;
  readonly ports: HeartbeatRequest['ports'];
  readonly sessions: HeartbeatRequest['sessions'];
  /** What it signs recordings with. */
  readonly recordingKey?: string | undefined;
};

export type RelayStore = {
  get(relayId: string): Promise<RelayRecord | undefined>;
  put(record: RelayRecord): Promise<void>;
};

/** Answers of relays to a `report` command. */
export type OperationStore = {
  answer(operationId: string, relayId: string, result: OperationResult): Promise<void>;
  /** Answers so far, by relay id. */
  answers(operationId: string): Promise<ReadonlyMap<string, OperationResult>>;
  clear(operationId: string): Promise<void>;
  /** Keeps a question whose answers are collected later. */
  keep(refresh: Refresh): Promise<void>;
  kept(operationId: string): Promise<Refresh | undefined>;
  /** Forgets answers that were stored before this time: those that came after their operation was cleared. */
  purge(before: number): Promise<void>;
};

/** What calls came to whose client may send them again. An outcome from before `since` is forgotten. */
export type OutcomeStore = {
  get(key: string, since: number): Promise<string | undefined>;
  /** Resolves to what is kept under the key: the outcome of the first of several at once. */
  keep(key: string, row: { readonly outcome: string; readonly time: number }, since: number): Promise<string>;
  purge(before: number): Promise<void>;
};

export type AuditEvent = {
  readonly time: number;
  readonly event: AuditEventName;
  readonly outcome: AuditOutcome;
  readonly principalId: string;
  readonly userName: string;
  readonly sourceIpAddress: string;
  /** Bastion or target that the event is about. */
  readonly scope: string;
  readonly sessionId?: string;
  readonly reason?: string;
  /** The bastion that it is about, where `scope` is a target. */
  readonly bastionId?: string;
  /** The target that it is about, where `scope` is a bastion. */
  readonly targetResourceId?: string;
  /** Whose session, role or lock it is about, where that is not whoever did it. */
  readonly affectedPrincipalId?: string;
  /** The same by name, where one is known. */
  readonly affectedUserName?: string;
  /** Of a role that was assigned, removed, defined or deleted. */
  readonly roleName?: string;
  /** What was refused, or what a machine was told. */
  readonly action?: string;
  readonly targetIpAddress?: string;
  readonly protocol?: SessionProtocol;
  /** Of an `end`: since the session's start. */
  readonly durationMs?: number;
  /** Events with one id and one time are one row: what is written again after a crash is not there twice. */
  readonly id?: string;
};

/** Never rejects: a fault of the audit log must not end a console. Never holds what was typed. */
export type AuditLog = { write(event: AuditEvent): Promise<void> };

export type End = {
  readonly reason: EndReason;
  readonly by?: string | undefined;
  readonly message?: string | undefined;
};
