import type { OperationNotice } from '../contracts/machineOperation.ts';
import type { EndReason } from '../contracts/session.ts';
import type { ConsoleRemark } from './consoleSnapshot.ts';

const number = new Intl.NumberFormat('en');

export const endReasonTexts: Readonly<Record<EndReason, string>> = {
  ClosedByUser: 'You closed this session.',
  DisconnectedByAdministrator: 'An administrator ended this session.',
  TakenOver: 'Somebody else took over this serial console.',
  IdleTimeout: 'The session was idle for too long.',
  MaxDuration: 'The session reached its maximum duration.',
  AccessRevoked: 'Your right to use this serial console was taken away.',
  GuestGone: 'The virtual machine is gone.',
  RelayLost: 'The relay beside the virtual machine is gone.',
  NeverConnected: 'The session was opened but never used.',
  ConnectionLost: 'The connection was lost.',
  LoginFailed: 'The virtual machine refused every login.',
  HostKeyChanged: 'The virtual machine proved itself with another key than before.',
  RecordingFailed: 'The session could not be recorded, and sessions here must be.',
  Locked: 'An administrator locked the access.',
};

const logOutTexts = {
  Started: 'The operator is gone: the guest is being logged out',
  LoggedOut: 'The guest shows a login prompt again',
  NotSeen: 'No login prompt was seen: the guest may still be logged in as somebody else',
  PoweredOff: 'The guest went off while it was being logged out',
} as const;

const bootLogTexts = {
  delayed: 'The boot log cannot be written at this moment: output is kept for it',
  caughtUp: 'The boot log has all output again',
} as const;

const actions: Readonly<Record<string, string>> = {
  start: 'start',
  restart: 'restart',
  powerOff: 'power off',
  deallocate: 'deallocate',
  reset: 'reset',
  nmi: 'NMI',
  sysrq: 'SysRq',
  break: 'BREAK',
};

/** What is told in the middle of a terminal's output. */
export function remarkText(remark: ConsoleRemark): string {
  switch (remark.kind) {
    case 'gap':
      return `${number.format(remark.to - remark.from)} bytes of output are lost here`;
    case 'logOut':
      return logOutTexts[remark.outcome];
    case 'bootLog':
      return bootLogTexts[remark.state];
    case 'operator':
      if (remark.name === null) return 'Nobody types here any more';
      return remark.from === undefined
        ? `${remark.name} types from here on`
        : `${remark.name} took over from ${remark.from} and types from here on`;
    case 'operation':
      return operationRemark(remark);
    case 'restarted':
      return 'The relay was restarted: output before this line may be incomplete';
    case 'inputLost':
      return `${number.format(remark.bytes)} typed bytes may not have reached the machine`;
  }
}

function operationRemark({ action, by, status, message }: OperationNotice): string {
  const outcome = { InProgress: 'begun', Succeeded: 'done', Failed: 'failed' }[status];
  const what = `${actions[action] ?? action} by ${by}: ${outcome}`;
  const text = message === undefined ? what : `${what}. ${message}`;
  return text.replaceAll(/\p{Cc}/gu, ''); // Names come from a directory that others write.
}
