import type { LimitName } from '../policies/policyForm.ts';

const limits: Readonly<Record<LimitName, { readonly label: string; readonly hint: string }>> = {
  idleTimeoutInMinutes: { label: 'Idle timeout (minutes)', hint: '1 to 1,440; empty = off' },
  maxDurationInMinutes: { label: 'Longest session (minutes)', hint: '1 to 43,200; empty = off' },
  warningInSeconds: { label: 'Warning before either end (seconds)', hint: '10 to 3,600' },
  maxSessions: { label: 'Sessions at this bastion', hint: '1 to 10,000; empty = no limit' },
  maxSessionsPerUser: { label: 'Sessions of one person', hint: '1 to 10,000; empty = no limit' },
  historyRetentionInDays: { label: 'History is kept (days)', hint: '1 to 3,650' },
};

export const policyTexts = {
  open: 'Policies',
  title: (bastion: string) => `Policies of ${bastion}`,
  intro: 'What this bastion asks of its sessions. A change holds for open sessions too, within a minute.',
  limit: (name: LimitName) => limits[name],
  recording: 'Recording',
  recordings: { off: 'Off', onDemand: 'When whoever connects asks for it', always: 'Every session' },
  recordingMode: 'A session that cannot be recorded',
  recordingModes: { lenient: 'goes on (lenient)', strict: 'ends after ten seconds (strict)' },
  recordingHint: 'Holds for sessions that are opened from then on.',
  invalid: 'Not a value that this takes.',
  save: 'Save',
  saving: 'Saving…',
  saved: 'Saved.',
  unchanged: 'Nothing has changed.',
  readOnly: (reason: string) => `You may read these policies, not change them. ${reason}`,
  changedTitle: 'Somebody changed these policies meanwhile',
  loadAgain: 'Show the present ones',
} as const;
