import { noContent, type Operation, type RestCall, type RestReply } from './operation.ts';
import { connectionsOf, select } from './selectConnections.ts';

const closedByApplication = 'Application server closed the connection.';

const close =
  (which: keyof typeof connectionsOf) =>
  ({ hub, parameters: [name = ''], query }: RestCall): RestReply => {
    const reason = query.get('reason') ?? '';
    const message = reason === '' ? closedByApplication : `${closedByApplication} Reason: ${reason}`;
    const selection = { excluded: query.getAll('excluded'), filter: undefined };
    for (const connection of select(connectionsOf[which](hub, name), selection))
      connection.close(message, reason);
    return noContent;
  };

export const closeOperations: readonly Operation[] = [
  { method: 'DELETE', pattern: '/connections/{}', run: close('connection') },
  { method: 'POST', pattern: '/:closeConnections', run: close('all') },
  { method: 'POST', pattern: '/groups/{}/:closeConnections', run: close('group') },
  { method: 'POST', pattern: '/users/{}/:closeConnections', run: close('user') },
];
