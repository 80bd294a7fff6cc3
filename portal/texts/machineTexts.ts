import type { KeyOutcome } from '../../shared/contracts/machineOperation.ts';
import type { OfferedAction } from '../machines/machineActions.ts';

const names: Readonly<Record<OfferedAction, string>> = {
  start: 'Start',
  restart: 'Restart',
  forceRestart: 'Restart (forced)',
  stop: 'Stop',
  forceStop: 'Stop (forced)',
  deallocate: 'Deallocate',
  reset: 'Reset',
  nmi: 'Send NMI',
  sysrq: 'SysRq',
  break: 'Send BREAK',
};

const consequences: Readonly<Record<OfferedAction, string>> = {
  start: 'The machine gets power and boots.',
  restart:
    'The guest is asked to shut down, then the machine starts again. A guest that ignores this for a minute runs on.',
  forceRestart: 'The guest is not asked: what it has not saved is lost.',
  stop: 'The guest is asked to shut down. One that ignores this for a minute runs on.',
  forceStop: 'The power is cut. The guest is not asked: what it has not saved is lost.',
  deallocate:
    'The guest is asked to shut down and what it held of its host is freed. One that ignores this for a minute loses power.',
  reset: 'The reset button: the guest is not asked, and what it has not saved is lost.',
  nmi: 'A non-maskable interrupt: a guest that is set up for it crashes and writes a dump; others write a line or do nothing.',
  sysrq: 'Keys that the kernel takes itself, one after the other, when nothing else answers.',
  break: 'Linux takes the next key within five seconds for SysRq. Other guests ignore it.',
};

const doing: Readonly<Record<string, string>> = {
  start: 'Starting',
  restart: 'Restarting',
  powerOff: 'Stopping',
  deallocate: 'Deallocating',
};

const outcomes: Readonly<Record<KeyOutcome['outcome'], string>> = {
  confirmed: 'Confirmed',
  disabled: 'Forbidden by kernel.sysrq',
  unknown: 'Unknown to this kernel',
  noAnswer: 'No answer',
  notSent: 'Not sent',
};

export const machineTexts = {
  menu: 'Machine',
  menuOf: (name: string) => `Power of ${name}`,
  item: (action: OfferedAction) => names[action],
  title: (action: OfferedAction, name: string) => `${names[action]}: ${name}`,
  consequence: (action: OfferedAction) => consequences[action],
  typeName: (name: string) => `Type ${name} to confirm`,
  viewersStay: 'Consoles that are open stay open. Everybody there reads who does this.',
  confirm: (action: OfferedAction) => (action === 'sysrq' ? 'Send' : names[action]),
  sending: 'Sending…',
  doing: (action: string, duration: string) => `${doing[action] ?? action}… ${duration}`,
  failedTitle: (action: string, name: string) => `${name} did not ${failedVerbs[action] ?? action}`,
  dismiss: 'Dismiss',
  /** Most reasons name the right already. */
  needs: (action: string, reason: string) =>
    reason.includes(action) ? reason : `Needs ${action}. ${reason}`,
  offTitle: 'The virtual machine is off',
  off: 'There is nothing to see until it is started. This console connects by itself then.',
  offConnected: 'Output goes on here once it is started.',
  sysRq: {
    named: 'Key',
    other: 'Other keys…',
    sequence: 'Keys, in the order in which they are sent',
    dangerous: 'dangerous',
    dangerousHint: 'These keys end programs or the guest, or make its disks read-only.',
  },
  result: {
    title: 'What was seen',
    done: 'Done.',
    key: 'Key',
    outcome: 'Outcome',
    said: 'The kernel said',
    outcomes,
  },
} as const;

const failedVerbs: Readonly<Record<string, string>> = {
  start: 'start',
  restart: 'restart',
  powerOff: 'stop',
  deallocate: 'deallocate',
};
