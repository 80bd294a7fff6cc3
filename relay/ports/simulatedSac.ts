import { createLineEditor } from './lineEditor.ts';
import { createSacChannelKeys } from './sacChannelKeys.ts';
import { createSacCommandPrompt, type SacCommandPrompt } from './sacCommandPrompt.ts';
import type { CreateProgram } from './simulatedProgram.ts';

const boot =
  '\r\nComputer is booting, SAC started and initialized.\r\n\r\n' +
  'Use the "ch -?" command for information about using channels.\r\n' +
  'Use the "?" command for general help.\r\n\r\n';
const help = [
  'ch         Lists the channels. ch -si <#> switches to one, ch -ci <#> closes one.',
  'cmd        Makes a channel with a command prompt.',
  'id         Shows the name of the computer.',
  'restart    Restarts the computer at once.',
  'shutdown   Shuts the computer down at once.',
  '?          Shows this list.',
];
const clearScreen = '\x1b[2J\x1b[H';
/** The Special Administration Console of Windows: 80 columns by 24 rows, channels, no line editing but backspace. */
export const createSimulatedSac: CreateProgram = (computerName, output) => {
  const { print } = output;
  /** Of each channel beside SAC's own, which is number 0: whoever comes back to one finds it as it was left. */
  const channels: SacCommandPrompt[] = [];
  let current = 0;
  const shown = (): SacCommandPrompt | undefined => channels[current - 1];
  const prompt = (): void => (current === 0 ? print('SAC>') : shown()?.prompt());
  const enter = (index: number): void => {
    current = index;
    print(`${clearScreen}Name:                  ${channelName(index)}\r\n\r\n`);
    prompt();
  };
  const openChannel = (): void => {
    channels.push(createSacCommandPrompt({ print, computerName, onExit: () => enter(0) }));
    print('The Command Prompt session was successfully launched.\r\n');
    print(`SAC>\r\nEVENT:   A new channel has been created.\r\nChannel: ${channelName(channels.length)}\r\n`);
  };
  const run = (line: string): void => {
    const target = Number(/^ch -si (\d+)$/.exec(line)?.[1] ?? Number.NaN);
    if (target <= channels.length) return enter(target);
    if (line === 'restart' || line === 'shutdown')
      return output.setPower(line === 'restart' ? 'restart' : 'off');
    if (line === 'cmd') openChannel();
    else if (Number(/^ch -ci ([1-9]\d*)$/.exec(line)?.[1]) === channels.length) channels.pop();
    else if (line === 'ch') print(channelList(channels.length));
    else if (line === '?' || line === 'help') print(`${help.join('\r\n')}\r\n`);
    else if (line === 'id') print(`Computer name: ${computerName}\r\n`);
    else if (line !== '') print('Unrecognized command.  Use ? for help.\r\n');
    prompt();
  };
  const editor = createLineEditor({
    print,
    echoes: () => shown()?.echoes() ?? true,
    onLine: (line) => (current === 0 ? run(line.trim()) : shown()?.onLine(line.trim())),
    onInterrupt: () => {
      print('\r\n');
      prompt();
    },
    onEnd: () => undefined,
  });
  return {
    boot: () => {
      print(boot);
      prompt();
    },
    type: createSacChannelKeys({
      next: () => enter((current + 1) % (channels.length + 1)),
      sac: () => enter(0),
      typed: (bytes) => editor.feed(bytes),
    }),
    interrupt: () => {
      output.printNow('\r\n*** STOP: 0x00000080 (NMI_HARDWARE_FAILURE)\r\n');
      output.setPower('restart');
    },
    goodbye: '\r\nEVENT:   The computer is shutting down.\r\n',
  };
};

const channelName = (index: number): string => (index === 0 ? 'SAC' : `Cmd${String(index).padStart(4, '0')}`);

function channelList(channels: number): string {
  const rows = Array.from(
    { length: channels + 1 },
    (_, index) => `${index} (AV)    ${channelName(index)}\r\n`,
  );
  return `Channel List\r\n\r\n# Status  Channel Name\r\n${rows.join('')}`;
}
