import type { Metadata } from '../protocol/metadata.ts';
import type { Payload } from '../protocol/payload.ts';

/** What the handler of `connect` is shown: every value is a list, as in a query. */
export type ConnectRequest = {
  readonly userId: string | undefined;
  readonly claims: Readonly<Record<string, readonly string[]>>;
  readonly query: Readonly<Record<string, readonly string[]>>;
  readonly headers: Readonly<Record<string, readonly string[]>>;
  readonly subprotocols: readonly string[];
};

/** What it answers: a refusal, or what replaces the token's word (absent: the token stands). */
export type ConnectAnswer =
  | { readonly refused: number }
  | {
      readonly userId?: string | undefined;
      readonly groups?: readonly string[] | undefined;
      readonly roles?: readonly string[] | undefined;
      readonly subprotocol?: string | undefined;
    };

export type UserEvent = {
  readonly event: string;
  readonly payload: Payload;
  readonly metadata: Metadata | undefined;
};

export type UserEventAnswer =
  | { readonly failed: string }
  | { readonly reply: { readonly payload: Payload; readonly metadata: Metadata | undefined } | undefined };

/** Who the later events are about; known once the handler of `connect` has answered. */
export type UpstreamIdentity = {
  readonly userId: string | undefined;
  readonly subprotocol: string | undefined;
};

/** One connection's talk with the application: events are delivered one after the other, in order. Never rejects. */
export type UpstreamSession = {
  connect(request: ConnectRequest): Promise<ConnectAnswer>;
  connected(identity: UpstreamIdentity): void;
  userEvent(event: UserEvent): Promise<UserEventAnswer>;
  disconnected(reason: string): void;
};

export type Upstream = {
  openSession(hub: string, connectionId: string): UpstreamSession;
};
