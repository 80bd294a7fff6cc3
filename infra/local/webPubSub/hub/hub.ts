import type { Message } from '../protocol/message.ts';
import type { ClientConnection } from './clientConnection.ts';

type Members = ReadonlySet<ClientConnection>;

/** The connections of one hub, and the groups and users that they make up. A group exists while it has a member. */
export type Hub = {
  readonly name: string;
  readonly connections: ReadonlyMap<string, ClientConnection>;
  readonly groups: ReadonlyMap<string, Members>;
  readonly users: ReadonlyMap<string, Members>;
  add(connection: ClientConnection): void;
  remove(connection: ClientConnection): void;
  join(connection: ClientConnection, group: string): void;
  leave(connection: ClientConnection, group: string): void;
  /** To every member except `skip`, in the order of joining. */
  publish(group: string, message: Message, skip?: ClientConnection): void;
};

export function createHub(name: string): Hub {
  const connections = new Map<string, ClientConnection>();
  const groups = new Map<string, Set<ClientConnection>>();
  const users = new Map<string, Set<ClientConnection>>();

  const leave = (connection: ClientConnection, group: string): void => {
    connection.groups.delete(group);
    removeFrom(groups, group, connection);
  };
  return {
    name,
    connections,
    groups,
    users,
    add(connection) {
      connections.set(connection.id, connection);
      const { userId } = connection.facts;
      if (userId !== undefined) addTo(users, userId, connection);
    },
    remove(connection) {
      for (const group of connection.groups) leave(connection, group);
      connections.delete(connection.id);
      const { userId } = connection.facts;
      if (userId !== undefined) removeFrom(users, userId, connection);
    },
    join(connection, group) {
      if (connection.state === 'ended') return;
      connection.groups.add(group);
      addTo(groups, group, connection);
    },
    leave,
    publish(group, message, skip) {
      const members = groups.get(group);
      if (members === undefined) return;
      for (const member of members) if (member !== skip) member.send(message);
    },
  };
}

function addTo(index: Map<string, Set<ClientConnection>>, key: string, connection: ClientConnection): void {
  const members = index.get(key);
  if (members === undefined) index.set(key, new Set([connection]));
  else members.add(connection);
}

function removeFrom(
  index: Map<string, Set<ClientConnection>>,
  key: string,
  connection: ClientConnection,
): void {
  const members = index.get(key);
  members?.delete(connection);
  if (members?.size === 0) index.delete(key);
}
