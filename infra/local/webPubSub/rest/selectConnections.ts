import type { ClientConnection } from '../hub/clientConnection.ts';
import type { Hub } from '../hub/hub.ts';
import type { Filter } from '../odata/parseFilter.ts';

/** What `all`, a group, a user or a connection id stands for at this moment. */
export const connectionsOf = {
  all: (hub: Hub): Iterable<ClientConnection> => hub.connections.values(),
  group: (hub: Hub, group: string): Iterable<ClientConnection> => hub.groups.get(group) ?? [],
  user: (hub: Hub, userId: string): Iterable<ClientConnection> => hub.users.get(userId) ?? [],
  connection(hub: Hub, connectionId: string): Iterable<ClientConnection> {
    const connection = hub.connections.get(connectionId);
    return connection === undefined ? [] : [connection];
  },
};

export type Selection = { readonly excluded: readonly string[]; readonly filter: Filter | undefined };

/** A copy: what is done to the selected ones may change the set that they came from. */
export function select(
  connections: Iterable<ClientConnection>,
  { excluded, filter }: Selection,
): ClientConnection[] {
  return [...connections].filter(
    (connection) =>
      !excluded.includes(connection.id) && (filter === undefined || filter(toSubject(connection))),
  );
}

const toSubject = ({ facts, groups }: ClientConnection) => ({
  connectionId: facts.id,
  userId: facts.userId,
  groups,
  protocol: facts.subprotocol,
});
