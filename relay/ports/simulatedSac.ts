import { createLineEditor } from './lineEditor.ts';
import { createSacCommandPrompt } from './sacCommandPrompt.ts';
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
/** Esc Tab goes on to the next channel, whatever is typed. */
const nextChannel = '\x1b\t';
const sacChannel = '\x1b\t0';

/** The Special Administration Console of Windows: 80 columns by 24 rows, channels, no line editing but backspace. */
export const createSimulatedSac: CreateProgram = (computerName, output) => {
  const { print } = output;
  let channels = 0;
  let current = 0;
  const commandPrompt = createSacCommandPrompt({ print, computerName, onExit: () => enter(0) });
  const prompt = (): void => (current === 0 ? print('SAC>') : commandPrompt.prompt());
  const enter = (index: number): void => {
    current = index;
    print(`${clearScreen}Name:                  ${channelName(index)}\r\n\r\n`);
    if (index === 0) prompt();
    else commandPrompt.start();
  };
  const openChannel = (): void => {
    channels += 1;
    print('The Command Prompt session was successfully launched.\r\n');
    print(`SAC>\r\nEVENT:   A new channel has been created.\r\nChannel: ${channelName(channels)}\r\n`);
  };
  const run = (line: string): void => {
    const target = Number(/^ch -si (\d+)$/.exec(line)?.[1] ?? Number.NaN);
    if (target <= channels) return enter(target);
    if (line === 'restart' || line === 'shutdown')
      return output.setPower(line === 'restart' ? 'restart' : 'off');
    if (line === 'cmd') openChannel();
    else if (Number(/^ch -ci (\d+)$/.exec(line)?.[1] ?? 0) === channels && channels > 0) channels -= 1;
    else if (line === 'ch') print(channelList(channels));
    else if (line === '?' || line === 'help') print(`${help.join('\r\n')}\r\n`);
    else if (line === 'id') print(`Computer name: ${computerName}\r\n`);
    else if (line !== '') print('Unrecognized command.  Use ? for help.\r\n');
    prompt();
  };
  const editor = createLineEditor({
    print,
    echoes: () => current === 0 || commandPrompt.echoes(),
    onLine: (line) => (current === 0 ? run(line.trim()) : commandPrompt.onLine(line.trim())),
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
    type: (bytes) => {
      const keys = Buffer.from(bytes).toString();
      if (keys === nextChannel) enter((current + 1) % (channels + 1));
      else if (keys === sacChannel) enter(0);
      else editor.feed(bytes);
    },
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
