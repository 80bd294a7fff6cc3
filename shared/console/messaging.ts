import type { NoticeFrame, RelayCommand } from '../contracts/frames.ts';
import type { ConsoleMode, SessionProtocol } from '../contracts/session.ts';

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
   * A client URL for a relay: sends to its ports' live groups and its sessions' down groups. `fence` is that of
   * the lease that it is made for.
   */
  relayUrl(relay: {
    relayId: string;
    fence: number;
    portIds: readonly string[];
    sessionIds: readonly string[];
  }): Promise<string>;
  /** Lets the relay's connection send to a port's live group. */
  allowLive(relayConnectionId: string, portId: string): Promise<void>;
  /** Lets the relay's connection hear and answer one session. */
  link(relayConnectionId: string, sessionId: string): Promise<void>;
  unlink(relayConnectionId: string, sessionId: string): Promise<void>;
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
