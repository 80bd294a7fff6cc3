import type { NoticeFrame, RelayCommand } from '../contracts/frames.ts';
import type { ConsoleMode, SessionProtocol } from '../contracts/session.ts';

/** What a relay has to reach of a session. */
export type LinkedSession = {
  readonly sessionId: string;
  readonly protocol: SessionProtocol;
  readonly portId: string;
};

/** The hub `console`, as the control plane uses it. Each method may be repeated. */
export type Messaging = {
  /** A client URL that only this viewer's groups open; `ticket` makes it usable once. */
  viewerUrl(viewer: {
    sessionId: string;
    ticket: string;
    protocol: SessionProtocol;
    portId: string;
    mode: ConsoleMode;
  }): Promise<string>;
  /**
   * A client URL for a relay, linked to these sessions. `fence` is that of the lease that it is made for.
   */
  relayUrl(relay: { relayId: string; fence: number; sessions: readonly LinkedSession[] }): Promise<string>;
  /**
   * Lets the relay's connection hear and answer one session, and send to the live group of the port that it
   * watches. Resolves false when the connection holds as many rights as it can, and some of these are missing.
   */
  link(relayConnectionId: string, session: LinkedSession): Promise<boolean>;
  unlink(relayConnectionId: string, sessionId: string): Promise<void>;
  /** Takes the right to a port's live group from the relay's connection: nobody watches it any more. */
  revokeLive(relayConnectionId: string, portId: string): Promise<void>;
  /** Takes the right to type from a viewer's connection, which stays. */
  revokeInput(connectionId: string, sessionId: string): Promise<void>;
  notify(sessionId: string, notice: NoticeFrame): Promise<void>;
  /** To every viewer of a port. */
  notifyPort(portId: string, notice: NoticeFrame): Promise<void>;
  command(relayId: string, command: RelayCommand): Promise<void>;
  /** Closes every connection of a session and discards its recovery. */
  close(sessionId: string): Promise<void>;
  /** Closes one connection, of whatever session, and discards its recovery. */
  closeConnection(connectionId: string): Promise<void>;
  /** Closes what a relay has of connections, but for one, with all rights and the recovery of each. */
  closeRelay(relayId: string, except?: string): Promise<void>;
  isConnected(sessionId: string): Promise<boolean>;
  isRelayConnected(relayId: string): Promise<boolean>;
};
