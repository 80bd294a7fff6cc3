/** A command prompt in a SAC channel: asks who is there, then takes commands until `exit`. */
export type SacCommandPrompt = {
  readonly start: () => void;
  readonly onLine: (line: string) => void;
  readonly echoes: () => boolean;
  readonly prompt: () => void;
};

export function createSacCommandPrompt(deps: {
  readonly print: (text: string) => void;
  readonly computerName: string;
  readonly onExit: () => void;
}): SacCommandPrompt {
  const { print } = deps;
  let state: 'user' | 'password' | 'in' = 'user';
  const prompt = (): void => {
    if (state === 'in') print('C:\\Windows\\system32>');
  };
  const run = (line: string): void => {
    if (line === 'hostname') print(`${deps.computerName}\r\n`);
    else if (line !== '') print(`'${line.split(' ')[0]}' is not recognized as a command.\r\n`);
    prompt();
  };
  return {
    start: () => {
      state = 'user';
      print('Please enter login credentials.\r\nUsername: ');
    },
    onLine: (line) => {
      if (state === 'user') {
        state = 'password';
        return print('Password: ');
      }
      if (state === 'in') return line === 'exit' ? deps.onExit() : run(line);
      state = 'in';
      print('\x1b[2J\x1b[HMicrosoft Windows (simulated)\r\n\r\n');
      prompt();
    },
    echoes: () => state !== 'password',
    prompt,
  };
}
