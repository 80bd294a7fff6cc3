import { z } from 'zod';
import type { ClientConnection } from '../hub/clientConnection.ts';
import type { Hub } from '../hub/hub.ts';
import { isGroupName } from '../protocol/names.ts';
import { done, noContent, type Operation, type RestCall, type RestReply } from './operation.ts';
import { readJson } from './readBody.ts';
import { toFilter } from './readQuery.ts';
import { badRequest, connectionNotFound, userNotFound } from './restError.ts';
import { connectionsOf, select } from './selectConnections.ts';

/** The application moves connections in and out of groups; the clients' own roles do not matter. */
export const groupOperations: readonly Operation[] = [
  {
    method: 'PUT',
    pattern: '/groups/{}/connections/{}',
    run: ({ hub, parameters: [group = '', connectionId = ''] }) => {
      const connection = hub.connections.get(connectionId);
      if (connection === undefined) throw connectionNotFound(connectionId);
      hub.join(connection, checked(group));
      return done;
    },
  },
  {
    method: 'DELETE',
    pattern: '/groups/{}/connections/{}',
    run: ({ hub, parameters: [group = '', connectionId = ''] }) =>
      leave(hub, connectionsOf.connection(hub, connectionId), group),
  },
  {
    method: 'DELETE',
    pattern: '/connections/{}/groups',
    run: ({ hub, parameters: [connectionId = ''] }) =>
      leaveAll(hub, connectionsOf.connection(hub, connectionId)),
  },
  {
    method: 'PUT',
    pattern: '/users/{}/groups/{}',
    run: ({ hub, parameters: [userId = '', group = ''] }) => {
      const connections = hub.users.get(userId);
      if (connections === undefined) throw userNotFound(userId);
      for (const connection of connections) hub.join(connection, checked(group));
      return done;
    },
  },
  {
    method: 'DELETE',
    pattern: '/users/{}/groups/{}',
    run: ({ hub, parameters: [userId = '', group = ''] }) =>
      leave(hub, connectionsOf.user(hub, userId), group),
  },
  {
    method: 'DELETE',
    pattern: '/users/{}/groups',
    run: ({ hub, parameters: [userId = ''] }) => leaveAll(hub, connectionsOf.user(hub, userId)),
  },
  { method: 'POST', pattern: '/:addToGroups', run: changeMany('join') },
  { method: 'POST', pattern: '/:removeFromGroups', run: changeMany('leave') },
];

function checked(group: string): string {
  if (!isGroupName(group)) throw badRequest('The group name is not valid.');
  return group;
}

function leave(hub: Hub, connections: Iterable<ClientConnection>, group: string): RestReply {
  for (const connection of connections) hub.leave(connection, checked(group));
  return noContent;
}

function leaveAll(hub: Hub, connections: Iterable<ClientConnection>): RestReply {
  for (const connection of connections) for (const group of connection.groups) hub.leave(connection, group);
  return noContent;
}

const manySchema = z.object({
  groups: z.array(z.string().refine(isGroupName)).min(1),
  filter: z.string().nullish(),
});

/** Without a filter all connections of the hub are meant. */
function changeMany(change: 'join' | 'leave'): (call: RestCall) => Promise<RestReply> {
  return async ({ hub, request }) => {
    const body = manySchema.safeParse(await readJson(request));
    if (!body.success) throw badRequest('The request body needs a list of groups.');
    const filter = toFilter(body.data.filter);
    for (const connection of select(hub.connections.values(), { excluded: [], filter })) {
      for (const group of body.data.groups) hub[change](connection, group);
    }
    return done;
  };
}
