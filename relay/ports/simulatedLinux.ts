import { createLineEditor, type LineEditor } from './lineEditor.ts';
import { runLinuxCommand } from './linuxCommands.ts';
import { kernelLog } from './linuxKernelLog.ts';
import type { CreateProgram } from './simulatedProgram.ts';
import { createSimulatedSysRq, type SimulatedSysRq } from './simulatedSysRq.ts';

const passwords: Readonly<Record<string, string>> = { alice: 'correct-horse' };

type Line = { readonly sysRq: SimulatedSysRq; readonly editor: LineEditor };

const nmiText =
  '[  123.456789] Uhhuh. NMI received for unknown reason 30 on CPU 0.\r\n' +
  '[  123.456790] Dazed and confused, but trying to continue\r\n';

/** A Linux guest to look at and to log in to. Without a clock: the same keys give the same bytes. */
export const createSimulatedLinux: CreateProgram = (computerName, output) => {
  let state: 'login' | 'password' | 'shell' = 'login';
  let user = '';
  const { print } = output;

  const showLogin = (): void => {
    state = 'login';
    print(`\r\nSallyport guest ${computerName} /dev/ttyS0\r\n\r\n${computerName} login: `);
  };
  const prompt = (): void => print(`${user}@${computerName}:~$ `);
  const checkPassword = (password: string): void => {
    if (passwords[user] !== password) {
      print('\r\nLogin incorrect\r\n');
      return showLogin();
    }
    state = 'shell';
    prompt();
  };
  /** Made with the first key: a relay has a thousand guests that nobody types at. */
  let line: Line | undefined;
  const createLine = (): Line => {
    const sysRq = createSimulatedSysRq(output, showLogin);
    const editor = createLineEditor({
      print,
      echoes: () => state !== 'password',
      onLine: (line) => {
        if (state === 'password') return checkPassword(line);
        if (state === 'login') {
          user = line.trim();
          state = user === '' ? 'login' : 'password';
          return user === '' ? showLogin() : print('Password: ');
        }
        if (line.trim() === 'exit') return showLogin();
        const mask = /^sysctl -w kernel\.sysrq=(\d+)$/.exec(line.trim())?.[1];
        if (mask !== undefined) sysRq.mask = Number(mask);
        else runLinuxCommand({ line, user, computerName, output });
        if (line.trim() !== 'poweroff' && line.trim() !== 'reboot') prompt();
      },
      onInterrupt: () => {
        output.interrupt();
        print('^C\r\n');
        (state === 'shell' ? prompt : showLogin)();
      },
      onEnd: () => {
        print('\r\n');
        showLogin();
      },
    });
    return { sysRq, editor };
  };
  const typed = (): Line => (line ??= createLine());
  return {
    boot: () => {
      print(kernelLog(computerName));
      showLogin();
    },
    type: (bytes) => feed(typed(), bytes),
    sendBreak: () => typed().sysRq.sendBreak(),
    interrupt: () => output.printNow(nmiText),
    goodbye: '\r\nThe system is going down.\r\n',
  };
};

function feed({ sysRq, editor }: Line, bytes: Uint8Array): void {
  editor.feed(sysRq.take(bytes[0] ?? 0) ? bytes.subarray(1) : bytes);
}
