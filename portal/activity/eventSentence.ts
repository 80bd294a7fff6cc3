import { auditEvents } from '../../shared/contracts/audit.ts';
import type { AuditLogEntry } from '../../shared/contracts/auditLog.ts';
import { powerActions } from '../../shared/contracts/machineOperation.ts';
import { capabilityOf } from '../access/capabilities.ts';
import type { AccessNames } from '../access/decisionText.ts';
import type { Translate } from '../i18n/i18n.ts';
import { reasonText as endText } from '../sessions/sessionTexts.ts';
import { eventText, scopeName } from './eventText.ts';

/** What happened, without who did it: `Disconnected ops@contoso.example from vm-web-01`. */
export function eventSentence(t: Translate, row: AuditLogEntry, names: AccessNames): string {
  const place = placeOf(row, names);
  const known = auditEvents.find((one) => one === row.event);
  if (known === 'power') {
    const action = powerActions.find((one) => one === row.action);
    if (action !== undefined) return t(`activity:power.${action}`, { place });
  } else if (known !== undefined) {
    const values = { place, ...valuesOf(t, row, names) };
    // A row from before its members were kept has no value for some of the words.
    const isWhole = neededBy[known]?.every((name) => values[name] !== undefined) ?? true;
    if (isWhole) return t(`activity:sentences.${known}`, values);
  }
  return t('activity:plain', { event: eventText(t, row.event), place });
}

type Value = 'whom' | 'role' | 'action' | 'command';
const neededBy: Partial<Record<(typeof auditEvents)[number], readonly Value[]>> = {
  refused: ['action'],
  takeover: ['whom'],
  disconnect: ['whom'],
  adminCommand: ['command'],
  lock: ['whom'],
  unlock: ['whom'],
  roleAssigned: ['whom', 'role'],
  roleUnassigned: ['whom', 'role'],
  roleDefined: ['role'],
  roleDeleted: ['role'],
  recordingAccess: ['whom'],
};

function valuesOf(t: Translate, row: AuditLogEntry, names: AccessNames): Partial<Record<Value, string>> {
  const { action, roleName, affectedPrincipalId, affectedUserName } = row;
  const capability = capabilityOf(action ?? '');
  const whom =
    affectedUserName ??
    (affectedPrincipalId === undefined
      ? everybodyOf(t, row)
      : (names.person(affectedPrincipalId) ?? affectedPrincipalId));
  const named = capability === undefined ? action : t(`access:capabilities.${capability}`);
  return {
    ...(whom === undefined ? {} : { whom }),
    ...(roleName === undefined ? {} : { role: roleName }),
    ...(action === undefined || named === undefined ? {} : { action: named, command: action.toUpperCase() }),
  };
}

/** A lock on nobody in particular names nobody; its reason says so in the log's own words. */
const everybodyOf = (t: Translate, { event, reason = '' }: AuditLogEntry): string | undefined =>
  /^(?:un)?lock$/.test(event) && /^[\w-]+: everybody\b/.test(reason) ? t('activity:everybody') : undefined;

/** A machine or a bastion is called by its name alone; what is above them says what it is. */
function placeOf({ scope, targetResourceId }: AuditLogEntry, names: AccessNames): string {
  const about = targetResourceId ?? scope;
  return /\/providers\/Microsoft\.(?:Compute|Network)\//i.test(about) ? scopeName(about) : names.place(about);
}

/** Why, where the log's word for it is one that the portal has words for: why a session ended. */
export function reasonText(t: Translate, { event, reason = '' }: AuditLogEntry): string {
  const [code, ...rest] = reason.split(': ');
  return event === 'end' ? [endText(t, code), ...rest].join(': ') : reason;
}
