import { timingSafeEqual } from 'node:crypto';
import type { WebSocket } from 'ws';
import type { ClientConnection } from '../hub/clientConnection.ts';
import { attachSocket, type ConnectDeps } from './openConnection.ts';

export type Recovery = {
  readonly connection: ClientConnection | undefined;
  readonly query: URLSearchParams;
  readonly subprotocol: string | undefined;
};

/**
 * A client comes back with a new socket. A "no" must be the close code 1008 on an accepted socket: clients take any
 * HTTP error for a passing fault and keep trying.
 */
export function recoverConnection(deps: ConnectDeps, socket: WebSocket, recovery: Recovery): void {
  const { connection } = recovery;
  if (connection === undefined || !mayRecover(connection, recovery)) return refuseRecovery(socket);
  if (deps.faults.failsRecovery(connection.link)) {
    connection.end('The connection could not be recovered.');
    return refuseRecovery(socket);
  }
  const { hub, id: connectionId } = connection.facts;
  deps.logger('debug', 'a connection was recovered', { hub, connectionId });
  attachSocket(deps, socket, connection, { recovered: true });
}

function refuseRecovery(socket: WebSocket): void {
  socket.on('error', () => undefined);
  socket.close(1008, 'The connection could not be recovered.');
}

function mayRecover({ facts }: ClientConnection, { query, subprotocol }: Recovery): boolean {
  const { reconnectionToken } = facts;
  if (reconnectionToken === undefined) return false;
  if (facts.subprotocol?.toLowerCase() !== subprotocol?.toLowerCase()) return false;
  return isSameSecret(query.get('awps_reconnection_token') ?? '', reconnectionToken);
}

function isSameSecret(given: string, expected: string): boolean {
  const [one, other] = [Buffer.from(given), Buffer.from(expected)];
  return one.length === other.length && timingSafeEqual(one, other);
}
