import { grantedPermissions } from '../shared/access/grantedPermissions.ts';
import { toPermissionEntry } from '../shared/access/toAuthorizationResource.ts';
import { SallyportError } from '../shared/contracts/errors.ts';
import { resourceGroupRoute, resourceGroupScope } from './http/armPaths.ts';
import { type Call, serveArm } from './http/route.ts';
import { scopeShapes } from './http/scopeShapes.ts';

const action = 'Microsoft.Authorization/permissions/read';
const contract = { summary: "What the caller's roles allow here" };

for (const shape of scopeShapes) {
  serveArm(`listPermissions${shape.suffix}`, {
    methods: ['GET'],
    route: `${shape.route}/permissions`,
    contract,
    rights: (params) => [{ action, scope: shape.scope(params) }],
    handle: (call) => list(call, shape.scope(call.params)),
  });
}

/**
 * `permissions.listForResource` of the Azure SDK writes `Microsoft.Compute//virtualMachines` when a resource has
 * no parent, and an empty segment matches nothing but the inside of a catch-all. The name sorts last: functions
 * are tried in order of name, and this route takes whatever is left.
 */
serveArm('zPermissionsOnDoubledSlash', {
  methods: ['GET'],
  route: `${resourceGroupRoute}/providers/{*rest}`,
  contract,
  rights: (params) => [{ action, scope: scopeOf(params) }],
  handle: (call) => list(call, scopeOf(call.params)),
});

function scopeOf(params: Call['params']): string {
  const rest = (params.rest ?? '').replaceAll(/\/{2,}/g, '/');
  const resource = /^(.+)\/providers\/Microsoft\.Authorization\/permissions$/i.exec(rest)?.[1];
  if (resource !== undefined) return `${resourceGroupScope(params)}/providers/${resource}`;
  throw new SallyportError('ResourceNotFound', 'Nothing is served at this path.');
}

async function list({ deps, caller }: Call, scope: string) {
  const permissions = await grantedPermissions(deps, caller, scope);
  return { jsonBody: { value: permissions.map(toPermissionEntry) } };
}
