import { createLineEditor } from './lineEditor.ts';
import type { CreateProgram } from './simulatedProgram.ts';

const boot =
  '\r\nComputer is booting, SAC started and initialized.\r\n\r\n' +
  'Use the "ch -?" command for information about using channels.\r\n' +
  'Use the "?" command for general help.\r\n\r\n';
const help = [
  'ch         Lists the channels. ch -si <#> switches to one.',
  'cmd        Makes a channel with a command prompt.',
  'id         Shows the name of the computer.',
  'restart    Restarts the computer at once.',
  'shutdown   Shuts the computer down at once.',
  '?          Shows this list.',
];
const clearScreen = '\x1b[2J\x1b[H';
/** Esc Tab goes on to the next channel, whatever is typed. */
const nextChannel = '\x1b\t';

/** The Special Administration Console of Windows: 80 columns by 24 rows, channels, no line editing but backspace. */
export const createSimulatedSac: CreateProgram = (computerName, output) => {
  let channels = 0;
  let current = 0;
  let login: 'user' | 'password' | 'in' = 'user';
  const { print } = output;

  const prompt = (): void => print(current === 0 ? 'SAC>' : login === 'in' ? 'C:\\Windows\\system32>' : '');
  const channelName = (index: number): string =>
    index === 0 ? 'SAC' : `Cmd${String(index).padStart(4, '0')}`;
  const enter = (index: number): void => {
    current = index;
    login = 'user';
    print(`${clearScreen}Name:                  ${channelName(index)}\r\n\r\n`);
    if (index > 0) print('Please enter login credentials.\r\nUsername: ');
    prompt();
  };
  const openChannel = (): void => {
    channels += 1;
    print('The Command Prompt session was successfully launched.\r\n');
    print(`SAC>\r\nEVENT:   A new channel has been created.\r\nChannel: ${channelName(channels)}\r\n`);
  };
  const listChannels = (): void => {
    print('Channel List\r\n\r\n# Status  Channel Name\r\n');
    for (let index = 0; index <= channels; index++) print(`${index} (AV)    ${channelName(index)}\r\n`);
  };
  const runSac = (line: string): void => {
    const target = /^ch -si (\d+)$/.exec(line)?.[1];
    if (target !== undefined && Number(target) <= channels) return enter(Number(target));
    if (line === 'restart' || line === 'shutdown')
      return output.setPower(line === 'restart' ? 'restart' : 'off');
    if (line === 'cmd') openChannel();
    else if (line === 'ch') listChannels();
    else if (line === '?' || line === 'help') print(`${help.join('\r\n')}\r\n`);
    else if (line === 'id') print(`Computer name: ${computerName}\r\n`);
    else if (line !== '') print('Unrecognized command.  Use ? for help.\r\n');
    prompt();
  };
  const runCommandPrompt = (line: string): void => {
    if (login === 'user') {
      login = 'password';
      return print('Password: ');
    }
    if (login === 'password') {
      login = 'in';
      print(`${clearScreen}Microsoft Windows (simulated)\r\n\r\n`);
    } else if (line === 'exit') return enter(0);
    else if (line === 'hostname') print(`${computerName}\r\n`);
    else if (line !== '') print(`'${line.split(' ')[0]}' is not recognized as a command.\r\n`);
    prompt();
  };
  const editor = createLineEditor({
    print,
    echoes: () => current === 0 || login !== 'password',
    onLine: (line) => (current === 0 ? runSac(line.trim()) : runCommandPrompt(line.trim())),
    onInterrupt: prompt,
    onEnd: () => undefined,
  });
  return {
    boot: () => {
      channels = 0;
      current = 0;
      print(boot);
      prompt();
    },
    type: (bytes) => {
      if (new TextDecoder().decode(bytes) === nextChannel) enter((current + 1) % (channels + 1));
      else editor.feed(bytes);
    },
  };
};
