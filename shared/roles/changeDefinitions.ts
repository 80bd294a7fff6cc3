import type { AccessReader, AccessWriter, RoleDefinition } from '../access/ports.ts';
import { roleDefinitionName } from '../access/roleDefinitionName.ts';
import { SallyportError } from '../contracts/errors.ts';
import { limits } from '../contracts/limits.ts';
import { sameResource } from '../fleet/resourceId.ts';
import { auditedOrder, type Order } from '../sessions/auditedOrder.ts';
import type { AuditLog } from '../sessions/ports.ts';

export type DefinitionDeps = {
  readonly access: AccessReader;
  readonly accessWriter: AccessWriter;
  readonly audit: AuditLog;
  readonly now: () => number;
};

/** Stores a custom role in place of the one of its GUID. Resolves to whether there was none. */
export async function putDefinition(
  deps: DefinitionDeps,
  order: Order & { readonly scope: string; readonly definition: RoleDefinition },
): Promise<boolean> {
  const { definition } = order;
  const all = await deps.access.roleDefinitions();
  const before = all.find(({ name }) => sameResource(name, definition.name));
  requireCustom(before);
  if (before === undefined) requireRoom(all);
  const isTaken = all.some(
    ({ name, roleName }) =>
      sameResource(roleName, definition.roleName) && !sameResource(name, definition.name),
  );
  if (isTaken) {
    throw new SallyportError(
      'RoleDefinitionWithSameNameExists',
      `Another role is named '${definition.roleName}'. Choose another name.`,
      { target: 'properties.roleName' },
    );
  }
  const isNew = await deps.accessWriter.putDefinition(definition);
  await audit(deps, order, 'roleDefined', definition);
  return isNew;
}

/** Resolves to the role that is gone now, undefined when there was none. One that is assigned stays. */
export async function removeDefinition(
  deps: DefinitionDeps,
  order: Order & { readonly scope: string; readonly name: string },
): Promise<RoleDefinition | undefined> {
  const [found] = await deps.access.roleDefinitionsOf([order.name]);
  if (found === undefined) return undefined;
  requireCustom(found);
  const assigned = (await deps.access.roleAssignments()).filter(({ roleDefinitionId }) =>
    sameResource(roleDefinitionName(roleDefinitionId), found.name),
  );
  if (assigned.length > 0) {
    throw new SallyportError(
      'RoleDefinitionHasAssignments',
      `There are ${assigned.length} assignments of this role. Delete them first.`,
    );
  }
  if (!(await deps.accessWriter.removeDefinition(found.name))) return undefined;
  await audit(deps, order, 'roleDeleted', found);
  return found;
}

function requireRoom(all: readonly RoleDefinition[]): void {
  if (all.filter(({ type }) => type === 'CustomRole').length < limits.maxCustomRoles) return;
  throw new SallyportError(
    'RoleDefinitionLimitExceeded',
    `There are ${limits.maxCustomRoles} custom roles, and may be no more. Delete those that nobody has.`,
  );
}

function requireCustom(found: RoleDefinition | undefined): void {
  if (found?.type !== 'BuiltInRole') return;
  throw new SallyportError('InvalidRequest', `'${found.roleName}' is a built-in role: it does not change.`, {
    target: 'roleDefinitionName',
  });
}

async function audit(
  deps: DefinitionDeps,
  order: Order & { readonly scope: string },
  event: 'roleDefined' | 'roleDeleted',
  { name, roleName, permissions, assignableScopes }: RoleDefinition,
): Promise<void> {
  const given = widestFirst(permissions.flatMap((one) => [...one.actions, ...one.dataActions]));
  const taken = widestFirst(permissions.flatMap((one) => [...one.notActions, ...one.notDataActions]));
  await deps.audit.write({
    time: deps.now(),
    event,
    ...auditedOrder(order),
    scope: order.scope,
    roleName,
    reason: `${name}: ${roleName}: ${given}${taken && ` without ${taken}`} at ${assignableScopes.join(', ')}`,
  });
}

/** A row keeps the beginning of a long text: nothing wide may hide behind much that is narrow. */
function widestFirst(patterns: readonly string[]): string {
  const fixed = (pattern: string): number => (pattern.includes('*') ? pattern.indexOf('*') : pattern.length);
  return patterns.toSorted((a, b) => fixed(a) - fixed(b) || a.length - b.length).join(', ');
}
