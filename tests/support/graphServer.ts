import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { json } from 'node:stream/consumers';

export const graphToken = 'token-for-graph';

type Asked = { readonly path: string; readonly securityEnabledOnly: unknown };

/** As much of Microsoft Graph as tells somebody's groups, on loopback. `answer` takes its place. */
export async function startGraphServer(members: Readonly<Record<string, readonly string[]>>) {
  const asked: Asked[] = [];
  const state: { answer?: (response: ServerResponse) => void } = {};
  const handle = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const path = request.url ?? '';
    const { securityEnabledOnly } = (await json(request)) as { securityEnabledOnly: unknown };
    asked.push({ path, securityEnabledOnly });
    if (state.answer !== undefined) return state.answer(response);
    const [, id = ''] = /^\/v1\.0\/(?:users|servicePrincipals)\/([^/]+)\/getMemberObjects$/.exec(path) ?? [];
    const found = members[decodeURIComponent(id).toLowerCase()];
    if (request.method !== 'POST' || request.headers.authorization !== `Bearer ${graphToken}`) {
      return send(response, 401, { error: { code: 'InvalidAuthenticationToken', message: 'No.' } });
    }
    if (found === undefined) {
      return send(response, 404, { error: { code: 'Request_ResourceNotFound', message: 'No.' } });
    }
    send(response, 200, { '@odata.context': 'https://graph.example/$metadata', value: found });
  };
  const server = createServer((request, response) => void handle(request, response));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    asked,
    state,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}

export function send(response: ServerResponse, status: number, body: unknown): void {
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
}
