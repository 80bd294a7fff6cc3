import type { OperationNotice } from '../shared/contracts/machineOperation.ts';
import type { EndReason } from '../shared/contracts/session.ts';
import type { ConsoleRemark } from './session/consoleSnapshot.ts';

const number = new Intl.NumberFormat('en');

const endReasonTexts: Readonly<Record<EndReason, string>> = {
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
};

const powerTexts: Readonly<Record<string, string>> = {
  running: 'Running',
  starting: 'Starting',
  stopping: 'Stopping',
  stopped: 'Stopped',
  deallocating: 'Deallocating',
  deallocated: 'Deallocated',
};

const logOutTexts = {
  Started: 'The operator is gone: the guest is being logged out',
  LoggedOut: 'The guest shows a login prompt again',
  NotSeen: 'No login prompt was seen: the guest may still be logged in as somebody else',
  PoweredOff: 'The guest went off while it was being logged out',
} as const;

/** Every word that the portal shows, in one place. */
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

function operationRemark({ action, by, status, message }: OperationNotice): string {
  const outcome = { InProgress: 'begun', Succeeded: 'done', Failed: 'failed' }[status];
  const what = `${actions[action] ?? action} by ${by}: ${outcome}`;
  const text = message === undefined ? what : `${what}. ${message}`;
  return text.replaceAll(/\p{Cc}/gu, ''); // Names come from a directory that others write.
}

export const texts = {
  product: 'Sallyport',
  loading: 'Loading…',
  cancel: 'Cancel',
  close: 'Close',
  none: '–',
  skipToContent: 'Skip to content',
  requestId: (id: string) => `Request id ${id}`,
  errorCode: (code: string) => `Code ${code}`,
  nav: { label: 'Main', sessions: 'Sessions', virtualMachines: 'Virtual machines' },
  signIn: {
    title: 'Sign in to Sallyport',
    intro:
      'See who is connected to which virtual machine, and reach a serial console when nothing else answers.',
    action: 'Sign in',
    again: 'Sign in again',
    out: 'Sign out',
    as: (email: string) => `Signed in as ${email}`,
    underWay: 'Signing in…',
  },
  notFound: { title: 'Page not found', text: 'There is nothing at this address.', home: 'Go to sessions' },
  errors: {
    title: 'That did not work',
    network: 'The control plane could not be reached. Check your connection and try again.',
    invalidResponse: 'The control plane gave an answer that this page does not understand.',
    foreignLink: 'The control plane sent a link that leads somewhere else. It was not followed.',
    signIn: 'The sign-in did not succeed. Try again.',
    signedOut: 'Your sign-in has expired. Sign in again to go on.',
    unexpectedStatus: (status: number) => `The control plane answered with status ${status}.`,
    config: 'This page could not read its configuration.',
  },
  sessions: {
    title: 'Sessions',
    subtitle: 'Who is connected through this bastion right now.',
    bastion: 'Bastion',
    refresh: 'Refresh',
    refreshing: 'Refreshing…',
    more: 'Load more',
    asOf: (time: string) => `As of ${time}`,
    count: (count: number) => (count === 1 ? '1 session' : `${number.format(count)} sessions`),
    unanswered: (relays: readonly string[]) =>
      `No answer from ${relays.join(', ')}. The sessions of ${relays.length === 1 ? 'this relay' : 'these relays'} are shown as last known.`,
    live: 'Live',
    staleSince: (time: string) => `Stale since ${time}`,
    blocked:
      'Session monitoring is blocked at this bastion: the list is as last known and cannot be refreshed.',
    empty: 'Nobody is connected.',
    noBastion: 'There is no bastion that you may see.',
    ago: (duration: string) => `${duration} ago`,
    selected: (count: number) => `${number.format(count)} selected`,
    selectAll: 'Select all sessions',
    select: (user: string, target: string) => `Select session of ${user} on ${target}`,
    actions: (user: string, target: string) => `Actions for session of ${user} on ${target}`,
    delete: 'Delete',
    notAllowed: 'You may not disconnect this session.',
    deleteSelected: 'Delete selected',
    columns: {
      user: 'User',
      target: 'Virtual machine',
      protocol: 'Protocol',
      source: 'Source IP',
      started: 'Started',
      duration: 'Duration',
      mode: 'Mode',
      state: 'State',
      activity: 'Last activity',
      relay: 'Relay',
      actions: 'Actions',
    },
  },
  disconnect: {
    title: (count: number) => (count === 1 ? 'Disconnect this session?' : `Disconnect ${count} sessions?`),
    warning: 'The connection is cut at once. What is not saved over there may be lost.',
    reason: 'Reason (optional, shown to the user)',
    confirm: 'Disconnect',
    running: 'Disconnecting…',
    result: (count: number) => (count === 1 ? 'Result' : `Results for ${count} sessions`),
    states: { Disconnected: 'Disconnected', Failed: 'Failed', NotFound: 'Not found' },
  },
  virtualMachines: {
    title: 'Virtual machines',
    subtitle: 'Machines and scale-set instances of this subscription.',
    empty: 'There is no virtual machine that you may see.',
    instancesFailed: 'Scale-set instances could not be read.',
    power: (state: string | undefined) =>
      state === undefined ? 'Unknown' : (powerTexts[state.toLowerCase()] ?? state),
    columns: {
      name: 'Name',
      computer: 'Computer name',
      os: 'System',
      location: 'Location',
      power: 'Power',
      bootDiagnostics: 'Boot diagnostics',
      actions: 'Actions',
    },
    serialConsole: 'Serial console',
    serialConsoleOf: (name: string) => `Serial console of ${name}`,
    ssh: 'Connect (SSH)',
    sshTo: (name: string) => `Connect to ${name} by SSH`,
    bootDiagnostics: 'Boot diagnostics',
    bootDiagnosticsOf: (name: string) => `Boot diagnostics of ${name}`,
    enabled: 'Enabled',
    disabled: 'Disabled',
  },
  prerequisites: {
    title: (name: string) => `Prerequisites of ${name}`,
    subtitle: 'What the serial console of this machine needs, for you and as it is now.',
    link: 'Prerequisites',
    of: (name: string) => `Prerequisites of ${name}`,
    see: 'See all prerequisites and how to meet them',
    ready: 'Everything that is required holds: the serial console opens.',
    notReady: 'Something that is required does not hold: the serial console does not open.',
    hint: '(recommended)',
    columns: { state: 'State', prerequisite: 'Prerequisite' },
    states: { pass: 'Met', fail: 'Not met', unknown: 'Not known' },
  },
  bootDiagnostics: {
    title: (name: string) => `Boot diagnostics of ${name}`,
    intro: 'These links hold a key and expire soon. Do not pass them on.',
    log: 'Serial log',
    screenshot: 'Screenshot',
    noScreenshot: 'There is no screenshot.',
  },
  ssh: {
    title: (name: string) => `SSH to ${name}`,
    region: 'Shell',
    noBastion: 'There is no bastion that you may use',
    failedTitle: 'The SSH session could not be opened',
    connecting: 'Connecting to the virtual machine…',
    authenticating: 'Logging in…',
    hostKeyTitle: 'Is this the right machine?',
    hostKeyIntro:
      'Nobody has connected to it before. Compare this fingerprint with the one that its own console shows (ssh-keygen -l), then it is remembered for everybody.',
    trust: 'It is: connect',
    promptsTitle: 'The virtual machine asks',
    answer: 'Answer',
    login: {
      title: 'Log in to the virtual machine',
      left: (attempts: number) => (attempts === 1 ? '1 attempt left' : `${attempts} attempts left`),
      userName: 'User name',
      method: 'Log in with',
      methods: {
        password: 'Password',
        publickey: 'Private key',
        'keyboard-interactive': 'What the machine asks for',
      },
      password: 'Password',
      privateKey: 'Private key file',
      passphrase: 'Passphrase of the key, if it has one',
      action: 'Log in',
    },
  },
  console: {
    title: (name: string) => `Serial console of ${name}`,
    region: 'Serial console',
    toolbar: 'Console actions',
    states: {
      idle: 'Not connected',
      connecting: 'Connecting…',
      connected: 'Connected',
      reconnecting: 'Reconnecting…',
      disconnected: 'Disconnected',
      busy: 'In use',
      refused: 'No access',
      failed: 'Failed',
    },
    modes: { operator: 'Operator', observer: 'Observer (read only)' },
    leaveHint: 'Ctrl+F6 leaves the terminal.',
    blackHint: 'Nothing to see? Press Enter.',
    disconnect: 'Disconnect',
    reconnect: 'Reconnect',
    tryAgain: 'Try again',
    takeOver: 'Take over',
    observe: 'Observe',
    disconnectedTitle: 'You have been disconnected',
    endReason: (reason: EndReason) => endReasonTexts[reason],
    endCode: (reason: string) => `Reason: ${reason}`,
    by: (name: string) => `By ${name}`,
    message: (text: string) => `Message: ${text}`,
    warningTitles: {
      IdleTimeout: 'You have been inactive for a while',
      MaxDuration: 'This session reaches its maximum duration',
    },
    warningEnd: (left: string) => `You will be disconnected in ${left}.`,
    stay: 'Stay connected',
    busyTitle: 'This serial console is in use',
    busySince: (name: string, since: string) => `${name} types here since ${since}.`,
    busyActive: 'Something was typed or printed within the last minutes.',
    busyIdle: (since: string) => `Nothing has happened there since ${since}.`,
    keepWatching: 'Keep watching',
    operatorIs: (name: string, since: string) => `${name} types since ${since}`,
    operatorNone: 'Nobody types: the port is free',
    startTyping: 'Type here',
    setSize: 'Set size',
    setSizeHint: (rows: number, columns: number) =>
      `Types “stty rows ${rows} cols ${columns}” into the guest's shell`,
    setSizeInProgram: 'A program has the screen. The command would be typed into it.',
    setSizeAnyway: 'Type it all the same',
    pasteTitle: (characters: number) => `Paste ${number.format(characters)} characters?`,
    pasteSlow: (lines: number) => `They are typed line by line: ${number.format(lines)} lines.`,
    pasteLongLine: 'One line is longer than 4,095 bytes. A shell would lose what is beyond that.',
    pasteConfirm: 'Paste',
    pasteProgress: (done: number, total: number) =>
      `Pasting: ${number.format(done)} of ${number.format(total)} bytes`,
    pasteCancelling: 'Stopping: what is under way arrives yet.',
    pasteCancel: 'Cancel paste',
    refusedTitle: 'You have no access to this serial console',
    refusedScope: (scope: string) => `Scope: ${scope}`,
    failedTitle: 'The serial console could not be opened',
    reconnecting: 'The connection was lost. What you type is kept and sent once it is back.',
    stopped: 'The virtual machine is stopped. Output goes on here once it is started.',
  },
  remarks: {
    skipped: (bytes: number) => `${number.format(bytes)} bytes came too fast to be shown here`,
    of: (remark: ConsoleRemark): string => {
      switch (remark.kind) {
        case 'gap':
          return `${number.format(remark.to - remark.from)} bytes of output are lost here`;
        case 'logOut':
          return logOutTexts[remark.outcome];
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
    },
  },
} as const;
