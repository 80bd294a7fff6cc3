import { createMessage } from '../protocol/message.ts';
import { isGroupName } from '../protocol/names.ts';
import { accepted, type Operation, type RestCall, type RestReply } from './operation.ts';
import { readMetadata, readPayload } from './readBody.ts';
import { readTtlSeconds, toFilter } from './readQuery.ts';
import { badRequest } from './restError.ts';
import { connectionsOf, select } from './selectConnections.ts';

type Receivers = keyof typeof connectionsOf;

/** Sends succeed whoever is there to receive: the service does not know who may come back. */
export function createSendOperations(now: () => number): Operation[] {
  const send =
    (receivers: Receivers) =>
    async ({ hub, parameters: [name = ''], query, request }: RestCall): Promise<RestReply> => {
      if (receivers === 'group' && !isGroupName(name)) throw badRequest('The group name is not valid.');
      const selection = { excluded: query.getAll('excluded'), filter: toFilter(query.get('filter')) };
      const ttlSeconds = readTtlSeconds(query);
      const metadata = readMetadata(request);
      const payload = await readPayload(request);
      const message = createMessage(payload, {
        ...(receivers === 'group' ? { group: name } : {}),
        metadata,
        expiresAt: ttlSeconds === 0 ? undefined : now() + ttlSeconds * 1_000,
      });
      for (const connection of select(connectionsOf[receivers](hub, name), selection))
        connection.send(message);
      return accepted;
    };
  return [
    { method: 'POST', pattern: '/:send', run: send('all') },
    { method: 'POST', pattern: '/connections/{}/:send', run: send('connection') },
    { method: 'POST', pattern: '/users/{}/:send', run: send('user') },
    { method: 'POST', pattern: '/groups/{}/:send', run: send('group') },
  ];
}
