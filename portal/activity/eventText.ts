import { auditEvents } from '../../shared/contracts/audit.ts';
import type { Translate } from '../i18n/i18n.ts';

/** A newer control plane may know more events: those are shown as they are. */
export function eventText(t: Translate, event: string): string {
  const known = auditEvents.find((one) => one === event);
  return known === undefined ? event : t(`activity:events.${known}`);
}

/** The name of what an event is about: a machine, a bastion, or what else its id ends with. */
export function scopeName(scope: string): string {
  const [, set, vm] = /(?:\/virtualMachineScaleSets\/([^/]+))?\/virtualMachines\/([^/]+)/i.exec(scope) ?? [];
  if (vm !== undefined) return set === undefined ? vm : `${set}_${vm}`;
  const [, bastion] = /\/bastionHosts\/([^/]+)/i.exec(scope) ?? [];
  return bastion ?? scope.split('/').at(-1) ?? scope;
}
