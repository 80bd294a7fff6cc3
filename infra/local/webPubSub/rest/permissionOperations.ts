import { isGroupName } from '../protocol/names.ts';
import { type GroupAction, groupActions, isGroupAction } from '../protocol/permissions.ts';
import { done, noContent, type Operation, type RestCall } from './operation.ts';
import { badRequest, connectionNotFound, notExisted, RestError } from './restError.ts';

type Subject = { readonly action: GroupAction; readonly connectionId: string; readonly group: string };

export const permissionOperations: readonly Operation[] = [
  {
    method: 'PUT',
    pattern: '/permissions/{}/connections/{}',
    run(call) {
      const { action, connectionId, group } = readSubject(call);
      const connection = call.hub.connections.get(connectionId);
      if (connection === undefined) throw connectionNotFound(connectionId);
      change(connection.facts.permissions.set(action, group, true));
      return done;
    },
  },
  {
    method: 'DELETE',
    pattern: '/permissions/{}/connections/{}',
    run(call) {
      const { action, connectionId, group } = readSubject(call);
      change(call.hub.connections.get(connectionId)?.facts.permissions.set(action, group, false) ?? true);
      return noContent;
    },
  },
  {
    method: 'HEAD',
    pattern: '/permissions/{}/connections/{}',
    run(call) {
      const { action, connectionId, group } = readSubject(call);
      const connection = call.hub.connections.get(connectionId);
      if (connection?.facts.permissions.allows(action, group) !== true) throw notExisted('Permission');
      return done;
    },
  },
];

function readSubject({ parameters: [action = '', connectionId = ''], query }: RestCall): Subject {
  if (!isGroupAction(action)) throw badRequest(`The permission is one of ${groupActions.join(', ')}.`);
  const group = query.get('targetName') ?? '';
  if (!isGroupName(group)) throw badRequest('targetName is the name of a group.');
  return { action, connectionId, group };
}

function change(hadRoom: boolean): void {
  if (!hadRoom)
    throw new RestError(409, 'Error.Conflict', 'The connection has too many permissions.', 'Connection');
}
