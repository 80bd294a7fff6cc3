import { SallyportError } from '../contracts/errors.ts';
import type { Bastion, FleetReader, Target } from './fleet.ts';

/** For callers who may read it: only they may learn that it does not exist. */
function notFound(resourceId: string): SallyportError {
  return new SallyportError('ResourceNotFound', `The resource '${resourceId}' was not found.`, {
    target: resourceId,
  });
}

export async function requireTarget(fleet: FleetReader, resourceId: string): Promise<Target> {
  const target = await fleet.target(resourceId);
  if (target === undefined) throw notFound(resourceId);
  return target;
}

export async function requireBastion(fleet: FleetReader, resourceId: string): Promise<Bastion> {
  const bastion = await fleet.bastion(resourceId);
  if (bastion === undefined) throw notFound(resourceId);
  return bastion;
}
