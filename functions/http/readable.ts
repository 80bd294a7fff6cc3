import { authorizeAll } from '../../shared/access/authorize.ts';
import { SallyportError } from '../../shared/contracts/errors.ts';
import { resourceKey } from '../../shared/fleet/resourceId.ts';
import type { Call } from './route.ts';

/**
 * The resources below a scope that the caller may read. As in ARM, a list is filtered rather than refused;
 * but whoever may read none of them and not the scope itself is refused, and learns nothing.
 */
export async function readable<T extends { readonly resourceId: string }>(
  call: Call,
  resources: readonly T[],
  { within, action }: { readonly within: string; readonly action: string },
): Promise<readonly T[]> {
  const prefix = `${resourceKey(within)}/`;
  const below = resources.filter(({ resourceId }) => resourceKey(resourceId).startsWith(prefix));
  const allowed = await Promise.all(below.map(({ resourceId }) => may(call, action, resourceId)));
  const shown = below.filter((_, index) => allowed[index]);
  if (shown.length === 0) await authorizeAll(call.deps, call.caller, [{ action, scope: within }]);
  return shown;
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
