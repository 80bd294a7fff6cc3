import type { IncomingMessage, RequestListener } from 'node:http';
import { z } from 'zod';
import type { ClientConnection } from '../hub/clientConnection.ts';
import type { Hub } from '../hub/hub.ts';
import type { Hubs } from '../hub/hubs.ts';
import type { Logger } from '../settings/logger.ts';
import { type Faults, type InstantFault, instantFault, isAimedAt, lastingFault } from './faults.ts';

export type AdminDeps = { readonly hubs: Hubs; readonly faults: Faults; readonly logger: Logger };

type Reply = { readonly status: number; readonly body?: object };

const maxBodyBytes = 65_536;
const anyFault = z.union([instantFault, lastingFault]);

/** What there is, and faults on demand: for tests. It knows no callers, so it may listen on loopback only. */
export function createAdminApi(deps: AdminDeps): RequestListener {
  return (request, response) => {
    answer(deps, request)
      .catch((error: unknown): Reply => ({ status: 400, body: { error: String(error) } }))
      .then(({ status, body }) => {
        response.writeHead(status, body === undefined ? {} : { 'content-type': 'application/json' });
        response.end(body === undefined ? undefined : JSON.stringify(body));
      })
      .catch((error: unknown) =>
        deps.logger('error', 'an answer could not be written', { error: String(error) }),
      );
  };
}

async function answer(deps: AdminDeps, request: IncomingMessage): Promise<Reply> {
  const [first, second, third] = (request.url ?? '').split('?')[0]?.split('/').slice(1) ?? [];
  // A web page cannot send this header to another origin without asking first, and would get no answer.
  if (request.method !== 'GET' && request.headers['content-type'] !== 'application/json')
    return { status: 415 };
  switch (`${request.method} ${first}`) {
    case 'GET hubs':
      return second === undefined
        ? listHubs(deps.hubs)
        : describeHub(deps.hubs.get(second.toLowerCase()), third);
    case 'GET faults':
      return { status: 200, body: { faults: deps.faults.list() } };
    case 'POST faults':
      return orderFault(deps, anyFault.parse(JSON.parse(await readText(request))));
    case 'DELETE faults':
      return { status: deps.faults.remove(second === undefined ? undefined : Number(second)) ? 204 : 404 };
    default:
      return { status: 404 };
  }
}

async function readText(request: IncomingMessage): Promise<string> {
  let text = '';
  for await (const chunk of request) {
    text += String(chunk);
    if (text.length > maxBodyBytes) throw new Error('The body is too long.');
  }
  return text;
}

function listHubs(hubs: Hubs): Reply {
  const list = [...hubs.all()].map(({ name, connections, groups }) => ({
    hub: name,
    connections: connections.size,
    groups: groups.size,
  }));
  return { status: 200, body: { hubs: list } };
}

function describeHub(hub: Hub, part: string | undefined): Reply {
  if (part === 'connections') {
    return { status: 200, body: { connections: [...hub.connections.values()].map(describe) } };
  }
  if (part !== 'groups') return { status: 404 };
  const groups = [...hub.groups].map(([group, members]) => ({
    group,
    connections: [...members].map(({ id }) => id),
  }));
  return { status: 200, body: { groups } };
}

const describe = (connection: ClientConnection): object => ({
  connectionId: connection.id,
  userId: connection.facts.userId ?? null,
  subprotocol: connection.facts.subprotocol ?? null,
  state: connection.state,
  groups: [...connection.groups],
  unacknowledged: connection.unacknowledged,
  lastSequenceId: connection.lastSequenceId,
});

function orderFault({ hubs, faults }: AdminDeps, fault: z.output<typeof anyFault>): Reply {
  if (!isInstant(fault)) return { status: 201, body: faults.add(fault) };
  const struck = [...hubs.all()]
    .flatMap((hub) => [...hub.connections.values()])
    .filter((connection) => isAimedAt(fault, connection.link));
  for (const connection of struck) strike(connection, fault);
  return { status: 200, body: { connections: struck.map(({ id }) => id) } };
}

function isInstant(fault: z.output<typeof anyFault>): fault is InstantFault {
  return ['drop', 'unrecoverable', 'reload', 'expire'].includes(fault.kind);
}

function strike(connection: ClientConnection, fault: InstantFault): void {
  switch (fault.kind) {
    case 'drop':
      return connection.drop();
    case 'unrecoverable':
      return connection.fail(1008, 'The connection could not be recovered.');
    case 'reload':
      return connection.reload(fault.message);
    case 'expire':
      connection.drop();
      return connection.end('The connection was not recovered in time.');
  }
}
