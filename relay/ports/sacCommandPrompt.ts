/** A command prompt in a SAC channel: asks who is there, then takes commands until `exit`. */
export type SacCommandPrompt = {
  readonly onLine: (line: string) => void;
  readonly echoes: () => boolean;
  /** Says what it waits for. */
  readonly prompt: () => void;
};

const prompts = {
  user: 'Please enter login credentials.\r\nUsername: ',
  password: 'Password: ',
  in: 'C:\\Windows\\system32>',
} as const;
const after = { user: 'password', password: 'in', in: 'user' } as const;

export function createSacCommandPrompt(deps: {
  readonly print: (text: string) => void;
  readonly computerName: string;
  readonly onExit: () => void;
}): SacCommandPrompt {
  const { print } = deps;
  let state: 'user' | 'password' | 'in' = 'user';
  const prompt = (): void => print(prompts[state]);
  const run = (line: string): void => {
    if (line === 'hostname') print(`${deps.computerName}\r\n`);
    else if (line !== '') print(`'${line.split(' ')[0]}' is not recognized as a command.\r\n`);
    prompt();
  };
  return {
    onLine: (line) => {
      if (state === 'in' && line !== 'exit') return run(line);
      const wasIn = state === 'in';
      if (state === 'password') print('\x1b[2J\x1b[HMicrosoft Windows (simulated)\r\n\r\n');
      state = after[state];
      if (wasIn) deps.onExit();
      else prompt();
    },
    echoes: () => state !== 'password',
    prompt,
  };
}
