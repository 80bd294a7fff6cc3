import { useState } from 'react';
import type { CommandOutput } from '../../shared/contracts/machineOperation.ts';

export type Command = {
  readonly output: CommandOutput | undefined;
  readonly error: unknown;
  readonly isRunning: boolean;
  readonly send: () => Promise<void>;
};

/** One command to a machine, which may be sent again. `onNothing` = there is nothing to show of it. */
export function useCommand(run: () => Promise<CommandOutput | undefined>, onNothing: () => void): Command {
  const [output, setOutput] = useState<CommandOutput>();
  const [error, setError] = useState<unknown>();
  const [isRunning, setRunning] = useState(false);

  async function send(): Promise<void> {
    setRunning(true);
    setError(undefined);
    setOutput(undefined);
    try {
      const answer = await run();
      if (answer === undefined) onNothing();
      setOutput(answer);
    } catch (thrown) {
      setError(thrown);
    }
    setRunning(false);
  }

  return { output, error, isRunning, send };
}
