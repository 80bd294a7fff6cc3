import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { builtInRoles } from '../../shared/access/builtInRoles.ts';
import { denyAssignmentId, roleAssignmentId } from '../../shared/access/decideAccess.ts';
import type { Permission } from '../../shared/access/ports.ts';
import { roleDefinitionName } from '../../shared/access/roleDefinitionName.ts';
import { coversScope } from '../../shared/access/scope.ts';
import type { AccessSeed } from '../../shared/azure/accessTable.ts';

export const armToken = 'a-token-for-resource-manager';

type Fault = (request: IncomingMessage, response: ServerResponse) => boolean;
type Named = { readonly id: string; readonly name: string; readonly properties: object };

/**
 * Azure Resource Manager as far as `Microsoft.Authorization` goes: its paths, filters, shapes with nulls, pages of one
 * item. `members` says who is in which group, for `assignedTo`.
 */
export async function startArmServer(
  seed: AccessSeed,
  members: Readonly<Record<string, readonly string[]>> = {},
) {
  const asked: string[] = [];
  const state: { fault: Fault; seed: AccessSeed } = { fault: () => false, seed };
  const server = createServer((request, response) => {
    const url = new URL(request.url ?? '/', origin());
    asked.push(`${url.pathname}${decodeURIComponent(url.search)}`);
    if (state.fault(request, response)) return;
    if (request.headers.authorization !== `Bearer ${armToken}`) return send(response, 401, {});
    answer(response, url);
  });
  const origin = (): string => `http://127.0.0.1:${(server.address() as AddressInfo).port}`;

  function answer(response: ServerResponse, url: URL): void {
    const [, subscriptionId = '', what = '', name] =
      /^\/subscriptions\/([^/]+)\/providers\/Microsoft\.Authorization\/(\w+)(?:\/([^/]+))?$/.exec(
        url.pathname,
      ) ?? [];
    if (url.searchParams.get('api-version') !== '2022-04-01') return send(response, 400, {});
    const scope = `/subscriptions/${subscriptionId}`;
    const found = lists[what]?.(scope, url.searchParams.get('$filter') ?? '') ?? [];
    if (name !== undefined) {
      const one = found.find((other) => other.name.toLowerCase() === name.toLowerCase());
      return send(
        response,
        one === undefined ? 404 : 200,
        one ?? { error: { code: 'RoleDefinitionDoesNotExist' } },
      );
    }
    const skip = Number(url.searchParams.get('$skipToken') ?? 0);
    const next = new URL(url);
    next.searchParams.set('$skipToken', String(skip + 1));
    const more = skip + 1 < found.length ? { nextLink: next.href } : {};
    send(response, 200, { value: found.slice(skip, skip + 1), ...more });
  }

  const groupsAbove = (): ReadonlyMap<string, readonly string[]> =>
    new Map((state.seed.managementGroups ?? []).map((one) => [one.subscriptionId, one.managementGroups]));
  /** At the scope, above it, and unless `atScope()` says otherwise below it. */
  const isListed = (made: string, scope: string, filter: string): boolean =>
    coversScope(made, scope, groupsAbove()) || (!filter.includes('atScope()') && coversScope(scope, made));

  const lists: Record<string, (scope: string, filter: string) => Named[]> = {
    roleAssignments: (scope, filter) => {
      const holder = /assignedTo\('([^']+)'\)/.exec(filter)?.[1];
      const ids = holder === undefined ? undefined : [holder, ...(members[holder] ?? [])];
      return state.seed.roleAssignments
        .filter((one) => isListed(one.scope, scope, filter))
        .filter((one) => ids === undefined || ids.includes(one.principalId.toLowerCase()))
        .map((one) => ({
          id: roleAssignmentId(one),
          name: one.name,
          type: 'Microsoft.Authorization/roleAssignments',
          properties: {
            roleDefinitionId: `${scope}/providers/Microsoft.Authorization/roleDefinitions/${roleDefinitionName(one.roleDefinitionId)}`,
            principalId: one.principalId,
            principalType: one.principalType,
            scope: one.scope,
            ...conditionOf(one.condition),
            delegatedManagedIdentityResourceId: null,
          },
        }));
    },
    roleDefinitions: (scope) =>
      [...state.seed.customRoles.map((role) => ({ ...role, type: 'CustomRole' })), ...builtInRoles].map(
        (role) => ({
          id: `${scope}/providers/Microsoft.Authorization/roleDefinitions/${role.name}`,
          name: role.name,
          type: 'Microsoft.Authorization/roleDefinitions',
          properties: {
            roleName: role.roleName,
            type: role.type,
            description: role.description === '' ? null : role.description,
            assignableScopes: role.assignableScopes,
            permissions: role.permissions.map(toPermission),
          },
        }),
      ),
    denyAssignments: (scope, filter) =>
      (state.seed.denyAssignments ?? [])
        .filter((one) => isListed(one.scope, scope, filter))
        .map((one) => ({
          id: denyAssignmentId(one),
          name: one.name,
          type: 'Microsoft.Authorization/denyAssignments',
          properties: {
            denyAssignmentName: one.denyAssignmentName,
            description: null,
            permissions: one.permissions.map(toPermission),
            scope: one.scope,
            doNotApplyToChildScopes: one.doNotApplyToChildScopes,
            principals: one.principals,
            excludePrincipals: one.excludePrincipals,
            isSystemProtected: one.isSystemProtected ?? false,
            ...conditionOf(one.condition),
          },
        })),
  };

  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: origin(),
    /** Paths and queries, in order. */
    asked,
    state,
    [Symbol.asyncDispose]: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}

const conditionOf = (condition: string | undefined) => ({
  condition: condition ?? null,
  conditionVersion: condition === undefined ? null : '2.0',
});

/** What is empty is left out, as ARM does with data actions of old roles. */
function toPermission({ condition, ...lists }: Permission) {
  const set = Object.entries(lists).filter(([name, found]) => name === 'actions' || found.length > 0);
  return { ...Object.fromEntries(set), ...conditionOf(condition) };
}

export function send(
  response: ServerResponse,
  status: number,
  body: object | string,
  headers: Readonly<Record<string, string>> = {},
): void {
  response.writeHead(status, { 'content-type': 'application/json', ...headers });
  response.end(typeof body === 'string' ? body : JSON.stringify(body));
}
