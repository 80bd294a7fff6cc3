import type { EndReason } from '../../shared/contracts/session.ts';

const reasons: Readonly<Record<EndReason, string>> = {
  ClosedByUser: 'Closed by the user',
  DisconnectedByAdministrator: 'Disconnected by an administrator',
  TakenOver: 'Taken over',
  IdleTimeout: 'Idle for too long',
  MaxDuration: 'Longest duration reached',
  AccessRevoked: 'Access taken away',
  GuestGone: 'Virtual machine gone',
  RelayLost: 'Relay gone',
  NeverConnected: 'Never connected',
  ConnectionLost: 'Connection lost',
  LoginFailed: 'Every login refused',
  HostKeyChanged: 'Host key changed',
  RecordingFailed: 'Recording failed',
};

export const historyTexts = {
  views: 'Sessions to show',
  active: 'Active',
  history: 'History',
  empty: 'No session has ended yet.',
  label: 'Ended sessions',
  recorded: 'Recorded',
  /** A reason of a later version is shown by its code. */
  reason: (reason: string | undefined) =>
    reason === undefined ? '–' : ((reasons as Readonly<Record<string, string>>)[reason] ?? reason),
  by: (name: string) => `by ${name}`,
  columns: { why: 'Ended' },
} as const;
