import type { AccessTokens } from '../endpoint/accessTokens.ts';
import { isGroupName } from '../protocol/names.ts';
import type { Operation } from './operation.ts';
import { readInt } from './readQuery.ts';
import { badRequest } from './restError.ts';

const clientPaths: Readonly<Record<string, string>> = {
  default: 'client/hubs',
  mqtt: 'clients/mqtt/hubs',
  socketio: 'clients/socketio/hubs',
};

/** For callers without the access key, who cannot sign a client's token themselves. */
export const createTokenOperation = (tokens: AccessTokens): Operation => ({
  method: 'POST',
  pattern: '/:generateToken',
  async run({ hubName, query, request }) {
    const minutesToExpire = readInt(query, 'minutesToExpire', { min: 1, max: 2 ** 31 - 1, absent: 60 });
    const path = clientPaths[(query.get('clientType') ?? 'default').toLowerCase()];
    const groups = query.getAll('group');
    if (path === undefined || !groups.every(isGroupName))
      throw badRequest('The client type or a group is not valid.');
    const token = await tokens.issue({
      audience: `http://${request.headers.host ?? ''}/${path}/${hubName}`,
      userId: query.get('userId') ?? undefined,
      roles: query.getAll('role'),
      groups,
      minutesToExpire,
    });
    return { status: 200, body: { token } };
  },
});
