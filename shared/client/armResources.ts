import { z } from 'zod';

/** What clients read of ARM's answers. All else is optional there, so it is here. */
export const armResource = z.object({ id: z.string(), name: z.string(), location: z.string().optional() });
export type ArmResource = z.infer<typeof armResource>;

export const virtualMachine = armResource.extend({
  properties: z.object({
    vmId: z.string().optional(),
    /** Of an instance only. */
    latestModelApplied: z.boolean().optional(),
    osProfile: z.object({ computerName: z.string().optional() }).optional(),
    storageProfile: z.object({ osDisk: z.object({ osType: z.string().optional() }).optional() }).optional(),
    diagnosticsProfile: z
      .object({ bootDiagnostics: z.object({ enabled: z.boolean().optional() }).optional() })
      .optional(),
    instanceView: z
      .object({
        statuses: z
          .array(z.object({ code: z.string().optional(), displayStatus: z.string().optional() }))
          .optional(),
      })
      .optional(),
  }),
});
export type VirtualMachine = z.infer<typeof virtualMachine>;

/** `running`, `stopped`, `deallocated`, ...; undefined when the answer does not say. */
export function powerState(vm: VirtualMachine): string | undefined {
  const codes = vm.properties.instanceView?.statuses?.map(({ code }) => code ?? '') ?? [];
  return codes.find((code) => code.startsWith('PowerState/'))?.slice('PowerState/'.length);
}

/** The last part of a resource id; instances of a scale set need the set's name before it. */
export function targetName(resourceId: string): string {
  const parts = resourceId.split('/').filter((part) => part !== '');
  const [set, kind, instance] = parts.slice(-3);
  const isInstance = parts.at(-4)?.toLowerCase() === 'virtualmachinescalesets';
  return isInstance && kind?.toLowerCase() === 'virtualmachines'
    ? `${set}_${instance}`
    : (parts.at(-1) ?? '');
}
