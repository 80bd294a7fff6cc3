import { readFileSync } from 'node:fs';
import { z } from 'zod';
import { fleet } from '../../shared/fleet/fleet.ts';

/** `infra/local/fleet.json`: the fleet, and what plays Entra, ARM and the hypervisor around it. */
const fleetFile = z.strictObject({
  tenantId: z.guid(),
  fleet,
  users: z.array(
    z.strictObject({ upn: z.email(), name: z.string(), oid: z.guid(), groups: z.array(z.guid()) }),
  ),
  customRoles: z.array(
    z.strictObject({
      name: z.guid(),
      roleName: z.string(),
      description: z.string(),
      assignableScopes: z.array(z.string()),
      permissions: z.array(
        z.strictObject({
          actions: z.array(z.string()),
          notActions: z.array(z.string()),
          dataActions: z.array(z.string()),
          notDataActions: z.array(z.string()),
        }),
      ),
    }),
  ),
  roleAssignments: z.array(
    z.strictObject({
      name: z.guid(),
      principalId: z.guid(),
      principalType: z.enum(['User', 'Group', 'ServicePrincipal']),
      /** GUID of a built-in role or of one of `customRoles`. */
      roleDefinitionId: z.guid(),
      scope: z.string(),
    }),
  ),
  /** Per target name: what plays its serial port. `linux` falls back to `simulated` where QEMU is missing. */
  guests: z.record(z.string(), z.enum(['linux', 'simulated', 'sac'])),
  /** Per target name: more words for a Linux guest's kernel. */
  kernelArguments: z.record(z.string(), z.array(z.string())),
});
export type FleetFile = z.infer<typeof fleetFile>;

export function readFleetFile(path: string | URL = new URL('fleet.json', import.meta.url)): FleetFile {
  return fleetFile.parse(JSON.parse(readFileSync(path, 'utf8')));
}
