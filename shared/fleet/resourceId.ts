import { SallyportError } from '../contracts/errors.ts';

/**
 * An ARM resource id, taken apart. ARM compares ids without regard to case and keeps the case in which
 * they were written: use `sameResource` or `resourceKey` to compare, the text to show.
 */
export type ResourceId = {
  readonly subscriptionId: string;
  readonly resourceGroup: string;
  /** E.g. `Microsoft.Compute/virtualMachineScaleSets/virtualMachines`. */
  readonly type: string;
  /** The last name, e.g. an instance id. */
  readonly name: string;
  readonly text: string;
};

const pattern =
  /^\/subscriptions\/(?<sub>[^/]+)\/resourceGroups\/(?<rg>[^/]+)\/providers\/(?<ns>[^/]+)\/(?<rest>[^/]+\/[^/]+(?:\/[^/]+\/[^/]+)*)$/i;

export function parseResourceId(text: string): ResourceId {
  const groups = pattern.exec(text)?.groups;
  if (groups === undefined) {
    throw new SallyportError('InvalidRequest', 'This is not the id of an Azure resource.', {
      target: 'resourceId',
    });
  }
  const { sub = '', rg = '', ns = '', rest = '' } = groups;
  const parts = rest.split('/');
  const types = parts.filter((_, index) => index % 2 === 0);
  return {
    subscriptionId: sub,
    resourceGroup: rg,
    type: `${ns}/${types.join('/')}`,
    name: parts.at(-1) ?? '',
    text,
  };
}

export function virtualMachineId(parts: {
  subscriptionId: string;
  resourceGroup: string;
  vmName: string;
}): string {
  return `/subscriptions/${parts.subscriptionId}/resourceGroups/${parts.resourceGroup}/providers/Microsoft.Compute/virtualMachines/${parts.vmName}`;
}

export function scaleSetInstanceId(parts: {
  subscriptionId: string;
  resourceGroup: string;
  scaleSetName: string;
  instanceId: string;
}): string {
  return `/subscriptions/${parts.subscriptionId}/resourceGroups/${parts.resourceGroup}/providers/Microsoft.Compute/virtualMachineScaleSets/${parts.scaleSetName}/virtualMachines/${parts.instanceId}`;
}

export function bastionId(parts: {
  subscriptionId: string;
  resourceGroup: string;
  bastionName: string;
}): string {
  return `/subscriptions/${parts.subscriptionId}/resourceGroups/${parts.resourceGroup}/providers/Microsoft.Network/bastionHosts/${parts.bastionName}`;
}

/** Equal for ids that ARM holds to be the same resource. */
export const resourceKey = (id: string): string => id.toLowerCase();

export const sameResource = (a: string, b: string): boolean => resourceKey(a) === resourceKey(b);
