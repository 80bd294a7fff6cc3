import { beforeAll, expect, test } from 'vitest';
import { memoryPlane } from '../support/memoryPlane.ts';
import { neededRights } from '../support/neededRights.ts';
import { createSender, registeredHandlers } from '../support/registeredHandlers.ts';
import { ownSubscription, type RouteCall, routeCalls } from '../support/routeCalls.ts';

// A16: what each route needs, found by giving somebody who has nothing exactly what each refusal names.

const outsider = '20000000-0000-4000-8000-000000000006';
/** Routes that no role opens. */
const withoutRoles = new Set(['relay', 'public', 'signature']);
type Right = { readonly action: string; readonly scope: string };

let send: ReturnType<typeof createSender>;
let calls: readonly RouteCall[];

beforeAll(async () => {
  send = createSender(await registeredHandlers());
  const { routes } = await import('../../functions/http/route.ts');
  calls = routeCalls(routes.values()).filter(({ access }) => !withoutRoles.has(access));
});

const textOf = ({ action, scope }: Right): string => {
  const name = scope.slice(scope.lastIndexOf('/') + 1);
  return `${action} ${name === ownSubscription ? 'subscription' : name}`;
};

/** A world in which the outsider has one role per right, of that one action at that one scope. */
function worldOf(rights: readonly (Right & { readonly notActions?: readonly string[] })[]) {
  const { deps } = memoryPlane();
  const name = (index: number): string => `50000000-0000-4000-8000-${String(index).padStart(12, '0')}`;
  deps.access.seed.customRoles = rights.map(({ action, notActions = [] }, index) => ({
    name: name(index),
    roleName: action,
    type: 'CustomRole',
    description: '',
    assignableScopes: ['/'],
    permissions: [{ actions: [action], notActions, dataActions: [], notDataActions: [] }],
  }));
  deps.access.seed.roleAssignments = rights.map(({ scope }, index) => ({
    name: name(index),
    principalId: outsider,
    principalType: 'User',
    roleDefinitionId: name(index),
    scope,
  }));
}

/** The right that a refusal names; undefined where nothing was refused. */
async function refusedRight({ method, path, body }: RouteCall): Promise<Right | undefined> {
  const { code, body: answer } = await send(method, path, { body, headers: { authorization: 'outsider' } });
  if (code !== 'AuthorizationFailed') return undefined;
  const { message } = (answer as { error: { message: string } }).error;
  const [, action = message, scope = ''] = /action '([^']+)' over scope '([^']+)'/.exec(message) ?? [];
  return { action, scope };
}

async function rightsFor(call: RouteCall): Promise<readonly Right[]> {
  const rights: Right[] = [];
  for (let round = 0; round < 10; round += 1) {
    worldOf(rights);
    const missing = await refusedRight(call);
    if (missing === undefined) return rights;
    rights.push(missing);
  }
  throw new Error(`${call.key} is refused whatever it asks for: ${JSON.stringify(rights)}`);
}

test('A16 each route needs these rights and no others', async () => {
  const actual: Record<string, string> = {};
  for (const call of calls) {
    const rights = await rightsFor(call);
    actual[call.key] = rights.map(textOf).join(', ');
  }

  expect(actual).toEqual(neededRights);
});

test('A16 whoever has everything but one of them is refused', async () => {
  const unexpected: string[] = [];
  for (const call of calls) {
    if (call.access !== 'right') continue;
    for (const right of await rightsFor(call)) {
      worldOf([{ action: '*', scope: '/', notActions: [right.action] }]);
      const refused = await refusedRight(call);
      if (refused?.action !== right.action) unexpected.push(`${call.key}: ${right.action}`);
    }
  }

  expect(unexpected).toEqual([]);
});
