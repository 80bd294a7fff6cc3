import type { Api } from '../shared/client/api.ts';
import { type ArmResource, targetName } from '../shared/client/armResources.ts';
import { NotFoundError, UsageError } from './failure.ts';

export type ResourceDeps = {
  readonly api: Pick<Api, 'listVirtualMachines' | 'listScaleSetInstances' | 'listBastions'>;
  readonly resourceGroup: string | undefined;
};

/** A machine by its name, as `set/instance` or `set_instance`, or by its resource id. */
export async function findVirtualMachine(deps: ResourceDeps, name: string): Promise<string> {
  if (name.startsWith('/')) return readResourceId(name);
  const isInstance = /^[\w-]+[/_]\d+$/.test(name);
  const machines = await deps.api.listVirtualMachines();
  // Instances are one more question for each scale set.
  const instances = isInstance ? await deps.api.listScaleSetInstances() : [];
  const wanted = name.replace('/', '_').toLowerCase();
  const found = within(deps, [...machines, ...instances]).filter(
    ({ id }) => targetName(id).toLowerCase() === wanted,
  );
  return only(found, `machine "${name}"`, 'vm list');
}

/** The bastion that was named, or the only one that there is. */
export async function findBastion(deps: ResourceDeps, name: string | undefined): Promise<string> {
  if (name?.startsWith('/') === true) return readResourceId(name);
  const bastions = within(deps, await deps.api.listBastions());
  if (name !== undefined) {
    const found = bastions.filter((one) => one.name.toLowerCase() === name.toLowerCase());
    return only(found, `bastion "${name}"`);
  }
  if (bastions.length > 1) {
    throw new UsageError(`Which bastion? Give --bastion: ${bastions.map((one) => one.name).join(', ')}.`);
  }
  return only(bastions, 'bastion');
}

const within = <T extends ArmResource>({ resourceGroup }: ResourceDeps, resources: readonly T[]): T[] =>
  resources.filter(
    ({ id }) =>
      resourceGroup === undefined || id.split('/')[4]?.toLowerCase() === resourceGroup.toLowerCase(),
  );

function only(found: readonly ArmResource[], what: string, hint?: string): string {
  const [first, second] = found;
  if (first === undefined) {
    const more = hint === undefined ? '' : ` The command "${hint}" shows what there is.`;
    throw new NotFoundError(`There is no ${what} that you may see.${more}`);
  }
  if (second === undefined) return first.id;
  throw new UsageError(
    `There is more than one ${what}. Give --resource-group or one of these ids:\n${found.map(({ id }) => id).join('\n')}`,
  );
}

/** It becomes a path of the API, so it must be nothing but an id. */
export function readResourceId(id: string): string {
  if (/^\/subscriptions(\/[\w.()-]+)+$/i.test(id) && !id.split('/').some((part) => /^\.+$/.test(part)))
    return id;
  throw new UsageError(`"${id}" is not a resource id, which begins with /subscriptions/.`);
}
