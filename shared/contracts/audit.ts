/**
 * What an audit row may be about. Open: a row with another word is kept, listed and exported like the rest, but
 * one that several places write belongs here.
 */
export const auditEvents = [
  'connect',
  'refused',
  'takeover',
  'logOut',
  'restore',
  'disconnect',
  'end',
  'stay',
  'adminCommand',
  'power',
  'policyChange',
  'lock',
  'unlock',
  'roleAssigned',
  'roleUnassigned',
  'roleDefined',
  'roleDeleted',
  'recordingAccess',
  'bootDiagnosticsAccess',
  'consoleSwitch',
  'hostKeyPinned',
  'hostKeyForgotten',
] as const;
export type AuditEventName = (typeof auditEvents)[number] | (string & {});

export const auditOutcomes = ['Success', 'Failure'] as const;
export type AuditOutcome = (typeof auditOutcomes)[number];
