import { z } from 'zod';
import { coversScope } from '../shared/access/scope.ts';
import { SallyportError } from '../shared/contracts/errors.ts';
import {
  type LockResource,
  lockList,
  lockName,
  lockResource,
  putLockRequest,
} from '../shared/contracts/lock.ts';
import { sameResource } from '../shared/fleet/resourceId.ts';
import { type AccessLock, type LockPlace, lockInfo, locksInForce } from '../shared/locks/accessLock.ts';
import { putLock, removeLock } from '../shared/locks/changeLocks.ts';
import type { Answer } from './http/endpoint.ts';
import { readBody, readQuery } from './http/parse.ts';
import { auditRefusal, type Call, serveArm } from './http/route.ts';
import { scopeShapes } from './http/scopeShapes.ts';

const listQuery = z.object({ $filter: z.string().max(1_000).default('') });

for (const shape of scopeShapes) {
  const locks = `${shape.base}/providers/Sallyport.Access/locks`;
  const right = (action: string) => (params: Call['params']) => [
    { action: `Sallyport.Access/locks/${action}`, scope: shape.scope(params) },
  ];

  serveArm(`listLocks${shape.suffix}`, {
    methods: ['GET'],
    route: locks,
    contract: { summary: 'Who is kept out here, above and below', query: listQuery, answer: lockList },
    rights: right('read'),
    handle: (call) => list(call, shape.scope(call.params)),
  });

  serveArm(`getLock${shape.suffix}`, {
    methods: ['GET'],
    route: `${locks}/{lockName}`,
    contract: { summary: 'One lock', answer: lockResource },
    rights: right('read'),
    handle: (call) => get(call, placed(call, shape.scope(call.params))),
  });

  serveArm(`putLock${shape.suffix}`, {
    methods: ['PUT'],
    route: `${locks}/{lockName}`,
    contract: {
      summary: 'Keep people out for a time; ends their sessions at once',
      body: putLockRequest,
      answer: lockResource,
    },
    rights: right('write'),
    handle: (call) => put(call, placed(call, shape.scope(call.params))),
  });

  serveArm(`deleteLock${shape.suffix}`, {
    methods: ['DELETE'],
    route: `${locks}/{lockName}`,
    contract: { summary: 'Let them in again; 204 when there was no such lock', answer: lockResource },
    rights: right('delete'),
    handle: (call) => remove(call, placed(call, shape.scope(call.params))),
  });
}

function placed({ params: { lockName: name = '' } }: Call, scope: string): LockPlace {
  if (lockName.safeParse(name).success) return { scope, name };
  throw new SallyportError('InvalidRequest', 'A lock is named with 1 to 64 letters, digits, - and _.', {
    target: 'lockName',
  });
}

async function list({ deps, request }: Call, scope: string): Promise<Answer> {
  const atScope = parseFilter(readQuery(request, listQuery).$filter);
  const all = await locksInForce(deps, [scope]);
  const found = all.filter(
    (lock) => coversScope(lock.scope, scope) || (!atScope && coversScope(scope, lock.scope)),
  );
  return { jsonBody: { value: found.map((lock) => toResource(lock)) } };
}

function parseFilter(text: string): boolean {
  if (/^\s*atScope\(\)\s*$/i.test(text)) return true;
  if (text.trim() === '') return false;
  throw new SallyportError('InvalidRequest', 'Locks are filtered by atScope() alone.', { target: '$filter' });
}

async function get({ deps }: Call, place: LockPlace): Promise<Answer> {
  const all = await locksInForce(deps, [place.scope]);
  const found = all.find(
    ({ scope, name }) => sameResource(scope, place.scope) && sameResource(name, place.name),
  );
  if (found !== undefined) return { jsonBody: toResource(found) };
  throw new SallyportError('ResourceNotFound', `The lock '${place.name}' was not found here.`, {
    target: 'lockName',
  });
}

async function put(call: Call, place: LockPlace): Promise<Answer> {
  const { deps, caller, request } = call;
  const { properties } = await readBody(request, putLockRequest);
  const { durationInMinutes, ...asked } = properties;
  const order = {
    ...place,
    ...asked,
    principalId: asked.principalId,
    principalName: asked.principalName,
    durationMs: durationInMinutes === null ? null : durationInMinutes * 60_000,
    caller,
    sourceIpAddress: deps.sourceAddress(request.headers),
  };
  const { lock, isNew, endedSessions } = await auditRefusal(call, place.scope, () => putLock(deps, order));
  return { status: isNew ? 201 : 200, jsonBody: toResource(lock, endedSessions) };
}

async function remove(call: Call, place: LockPlace): Promise<Answer> {
  const { deps, caller, request } = call;
  const order = { ...place, caller, sourceIpAddress: deps.sourceAddress(request.headers) };
  const removed = await auditRefusal(call, place.scope, () => removeLock(deps, order));
  return removed === undefined ? { status: 204 } : { jsonBody: toResource(removed) };
}

function toResource(lock: AccessLock, endedSessions?: number): LockResource {
  const { scope, name, principalId, principalName, createdBy, createdByPrincipalId } = lock;
  const { reason, expiresOn } = lockInfo(lock);
  return lockResource.parse({
    id: `${scope}/providers/Sallyport.Access/locks/${name}`,
    name,
    type: 'Sallyport.Access/locks',
    properties: {
      scope,
      principalId,
      principalName,
      reason,
      expiresOn,
      createdOn: new Date(lock.createdAt).toISOString(),
      createdBy,
      createdByPrincipalId,
      endedSessions,
    },
  });
}
