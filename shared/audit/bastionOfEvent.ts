import type { Bastion, Target } from '../fleet/fleet.ts';
import { resourceKey, sameResource } from '../fleet/resourceId.ts';
import type { AuditRow } from './ports.ts';

export type AuditedFleet = { readonly bastions: readonly Bastion[]; readonly targets: readonly Target[] };

/** The bastion whose log an event belongs into: the one it names, is about, or whose machine it is about. */
export function bastionOfEvent(
  { bastions, targets }: AuditedFleet,
  { bastionId, scope }: Pick<AuditRow, 'bastionId' | 'scope'>,
): Bastion | undefined {
  const target = targets.find(({ resourceId }) => isWithin(resourceId, scope));
  const wanted = bastionId ?? target?.bastionId;
  return bastions.find(({ resourceId }) =>
    wanted === undefined ? isWithin(resourceId, scope) : sameResource(resourceId, wanted),
  );
}

/** Whether `scope` is the resource or something inside of it. */
export function isWithin(resourceId: string, scope: string): boolean {
  return `${resourceKey(scope)}/`.startsWith(`${resourceKey(resourceId)}/`);
}
