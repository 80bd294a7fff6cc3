import type { ClientConnection } from '../hub/clientConnection.ts';
import type { Operation, RestCall } from './operation.ts';
import { readInt } from './readQuery.ts';
import { badRequest } from './restError.ts';

const maxPageSize = 200;

/** Pages are cut by connection id, so that who comes and goes meanwhile shifts nothing. */
export const listOperation: Operation = {
  method: 'GET',
  pattern: '/groups/{}/connections',
  run(call) {
    const { hub, parameters, query } = call;
    const top = readInt(query, 'top', { min: 1, max: 2 ** 31 - 1, absent: 2 ** 31 - 1 });
    const pageSize = readInt(query, 'maxpagesize', { min: 1, max: maxPageSize, absent: maxPageSize });
    const after = readContinuation(query);
    const members = [...(hub.groups.get(parameters[0] ?? '') ?? [])]
      .filter(({ id }) => id > after)
      .sort((one, other) => (one.id < other.id ? -1 : 1));
    const page = members.slice(0, Math.min(pageSize, top));
    const last = page.at(-1);
    const isMore = last !== undefined && members.length > page.length && top > page.length;
    const nextLink = isMore ? toNextLink(call, last, top - page.length) : null;
    return { status: 200, body: { value: page.map(toEntry), nextLink } };
  },
};

const toEntry = ({ facts }: ClientConnection) => ({ connectionId: facts.id, userId: facts.userId ?? null });

function readContinuation(query: URLSearchParams): string {
  const token = query.get('continuationToken');
  if (token === null) return '';
  const id = Buffer.from(token, 'base64url').toString();
  if (!/^[0-9a-f]{32}$/.test(id)) throw badRequest('The continuationToken is not valid.');
  return id;
}

function toNextLink({ path, query, request }: RestCall, last: ClientConnection, left: number): string {
  const next = new URLSearchParams(query);
  next.set('continuationToken', Buffer.from(last.id).toString('base64url'));
  if (query.has('top')) next.set('top', String(left));
  return `http://${request.headers.host ?? ''}${path}?${next.toString()}`;
}
