import { parseResourceId, type ResourceId } from '../fleet/resourceId.ts';
import type { ListedSession } from './session.ts';

/** What follows from a session's own members. */
export const minutesLong = (session: ListedSession, now: number): number =>
  toMinutes((session.endTime ?? now) - session.startTime);

/** Since output flowed or a key was pressed; of an ended session, until it ended. */
export const minutesIdle = (session: ListedSession, now: number): number =>
  toMinutes((session.endTime ?? now) - session.lastActivityTime);

export const resourceTypeOf = ({ targetResourceId }: Pick<ListedSession, 'targetResourceId'>) =>
  resourceTypeOfId(parseResourceId(targetResourceId));

export const resourceTypeOfId = ({ type }: Pick<ResourceId, 'type'>): 'VM' | 'VMSS' =>
  type.includes('ScaleSets') ? 'VMSS' : 'VM';

/** `vm-web-01`, or `vmss-app_1` for an instance, as Azure names it. */
export function targetNameOf({ targetResourceId }: Pick<ListedSession, 'targetResourceId'>): string {
  const [scaleSet = '', , name = ''] = targetResourceId.split('/').slice(-3);
  return resourceTypeOf({ targetResourceId }) === 'VMSS' ? `${scaleSet}_${name}` : name;
}

const toMinutes = (milliseconds: number): number =>
  Math.max(0, Math.round((milliseconds / 60_000) * 100) / 100);
