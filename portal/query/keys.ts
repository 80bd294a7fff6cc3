/** Names of what is kept; one place, so that whoever changes something finds what to read again. */
export const keys = {
  bastions: ['bastions'],
  policy: (bastionId: string) => ['policy', bastionId],
  monitoring: (bastionId: string) => ['monitoring', bastionId],
  sessions: (bastionId: string) => ['sessions', bastionId],
  firstSessions: (bastionId: string) => ['firstSessions', bastionId],
  endedSessions: (bastionId: string, odata: string) => ['endedSessions', bastionId, odata],
  machines: ['machines'],
  machine: (vmId: string) => ['machine', vmId],
  machineSessions: (bastionId: string, odata: string) => ['machineSessions', bastionId, odata],
  serialPort: (vmId: string) => ['serialPort', vmId],
  instances: ['instances'],
  prerequisites: (vmId: string) => ['prerequisites', vmId],
  bootDiagnostics: (vmId: string) => ['bootDiagnostics', vmId],
  decisions: (scope: string, principalId: string, action: string) => [
    'decisions',
    scope,
    principalId,
    action,
  ],
  people: (bastionIds: string) => ['people', bastionIds],
  subscriptions: ['subscriptions'],
  roles: (scope: string) => ['roles', scope],
  roleAssignments: (scope: string) => ['roleAssignments', scope],
  locks: (scope: string) => ['locks', scope],
  activity: (bastionId: string, filter: string) => ['activity', bastionId, filter],
  recordings: (bastionId: string) => ['recordings', bastionId],
  recording: (recordingId: string) => ['recording', recordingId],
  rights: (scope: string, actions: string) => ['rights', scope, actions],
} as const;

/** First words of what hangs on roles and locks. */
export const accessKeys = ['rights', 'decisions', 'roleAssignments', 'locks'] as const;
