import { bastionId, scaleSetInstanceId, virtualMachineId } from '../../shared/fleet/resourceId.ts';
import type { Params } from './route.ts';

/** Route templates of the ARM resources that Sallyport serves, and the resource id that a match names. */
export const subscriptionRoute = 'subscriptions/{subscriptionId}';
export const resourceGroupRoute = `${subscriptionRoute}/resourceGroups/{resourceGroup}`;
export const bastionRoute = `${resourceGroupRoute}/providers/Microsoft.Network/bastionHosts/{bastionName}`;

const name = (params: Params, key: string): string => params[key] ?? '';

const group = (params: Params): { subscriptionId: string; resourceGroup: string } => ({
  subscriptionId: name(params, 'subscriptionId'),
  resourceGroup: name(params, 'resourceGroup'),
});

export const subscriptionScope = (params: Params): string =>
  `/subscriptions/${name(params, 'subscriptionId')}`;

export const resourceGroupScope = (params: Params): string =>
  `${subscriptionScope(params)}/resourceGroups/${name(params, 'resourceGroup')}`;

export const bastionScope = (params: Params): string =>
  bastionId({ ...group(params), bastionName: name(params, 'bastionName') });

export const scaleSetScope = (params: Params): string =>
  `${resourceGroupScope(params)}/providers/Microsoft.Compute/virtualMachineScaleSets/${name(params, 'scaleSetName')}`;

/** The two shapes of a target. `actions` is the prefix of its RBAC actions. */
export const targetShapes = [
  {
    suffix: '',
    actions: 'Microsoft.Compute/virtualMachines',
    route: `${resourceGroupRoute}/providers/Microsoft.Compute/virtualMachines/{vmName}`,
    scope: (params: Params): string => virtualMachineId({ ...group(params), vmName: name(params, 'vmName') }),
  },
  {
    suffix: 'OfInstance',
    actions: 'Microsoft.Compute/virtualMachineScaleSets/virtualMachines',
    route: `${resourceGroupRoute}/providers/Microsoft.Compute/virtualMachineScaleSets/{scaleSetName}/virtualMachines/{instanceId}`,
    scope: (params: Params): string =>
      scaleSetInstanceId({
        ...group(params),
        scaleSetName: name(params, 'scaleSetName'),
        instanceId: name(params, 'instanceId'),
      }),
  },
] as const;

/**
 * Parents of serial ports. The Azure SDK takes a parent as one name and encodes it, so that an instance comes as
 * `virtualMachineScaleSets/{set}%2FvirtualMachines%2F{id}`: hosts leave `%2F` inside of its segment.
 */
export const serialPortParents = [
  ...targetShapes,
  {
    suffix: 'OfEncodedInstance',
    actions: targetShapes[1].actions,
    route: `${resourceGroupRoute}/providers/Microsoft.Compute/virtualMachineScaleSets/{scaleSetName}`,
    scope: (params: Params): string =>
      scaleSetScope({ ...params, scaleSetName: name(params, 'scaleSetName').replaceAll(/%2f/gi, '/') }),
  },
] as const;
