import { authorizeAll } from '../../shared/access/authorize.ts';
import { SallyportError } from '../../shared/contracts/errors.ts';
import { resourceKey } from '../../shared/fleet/resourceId.ts';
import type { Call } from './route.ts';

/**
 * The resources below a scope that the caller may read. As in ARM, a list is filtered rather than refused;
 * only whoever has no role anywhere at, above or below the scope is refused.
 */
export async function readable<T extends { readonly resourceId: string }>(
  call: Call,
  resources: readonly T[],
  {
    within,
    action,
    actionOn = () => action,
  }: {
    readonly within: string;
    /** For the refusal, and for each resource unless `actionOn` says another. */
    readonly action: string;
    readonly actionOn?: (resource: T) => string;
  },
): Promise<readonly T[]> {
  const prefix = `${resourceKey(within)}/`;
  const below = resources.filter(({ resourceId }) => resourceKey(resourceId).startsWith(prefix));
  const allowed = await Promise.all(below.map((one) => may(call, actionOn(one), one.resourceId)));
  const shown = below.filter((_, index) => allowed[index]);
  if (shown.length === 0 && !(await hasRoleBelow(call, prefix))) {
    await authorizeAll(call.deps, call.caller, [{ action, scope: within }]);
  }
  return shown;
}

/** Those of the scopes that the caller may read, or has a role in: as ARM lists subscriptions. */
export async function visible(
  call: Call,
  scopes: readonly string[],
  action: string,
): Promise<readonly string[]> {
  const shown = await Promise.all(
    scopes.map(async (scope) => (await hasRoleIn(call, scope)) || (await may(call, action, scope))),
  );
  return scopes.filter((_, index) => shown[index]);
}

/** Throws `AuthorizationFailed` for a scope that is not visible, whether it exists or not. */
export async function requireVisible(call: Call, scope: string, action: string): Promise<void> {
  if (!(await hasRoleIn(call, scope))) await authorizeAll(call.deps, call.caller, [{ action, scope }]);
}

const hasRoleIn = (call: Call, scope: string): Promise<boolean> =>
  hasRoleBelow(call, `${resourceKey(scope)}/`);

async function hasRoleBelow({ deps, caller }: Call, prefix: string): Promise<boolean> {
  const assignments = await deps.access.roleAssignmentsOf([caller.principalId, ...caller.groups]);
  return assignments.some(({ scope }) => `${resourceKey(scope)}/`.startsWith(prefix));
}

async function may(call: Call, action: string, scope: string): Promise<boolean> {
  try {
    await authorizeAll(call.deps, call.caller, [{ action, scope }]);
    return true;
  } catch (thrown) {
    if (SallyportError.from(thrown).code === 'AuthorizationFailed') return false;
    throw thrown;
  }
}
