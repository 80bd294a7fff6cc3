import { UsageError } from '../failure.ts';
import type { Terminal } from './terminal.ts';

/** Only a capital Y is a yes: nobody presses it by mistake. Throws `UsageError` where there is nobody to ask. */
export async function confirm(terminal: Terminal, question: string): Promise<boolean> {
  if (!terminal.isInteractive) {
    throw new UsageError('There is no terminal to confirm this at. Give --yes if you are sure.');
  }
  terminal.write(`${question} Press Y (capital) to go on, anything else to leave it. `);
  const isYes = await new Promise<boolean>((resolve) => {
    const stop = terminal.readKeys(
      (bytes) => {
        stop();
        resolve(bytes.length === 1 && bytes[0] === 'Y'.charCodeAt(0));
      },
      () => resolve(false),
    );
  });
  terminal.write(isYes ? 'Y\r\n' : 'No.\r\n');
  return isYes;
}
