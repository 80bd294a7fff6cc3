import { SallyportError } from '../../shared/contracts/errors.ts';
import type { Power } from '../ports/serialPort.ts';
import type { OperatedPort } from './operatedPort.ts';

/** Runs `task` once; returns the cancel. */
export type Schedule = (task: () => void, delayMs: number) => () => void;

type Wait = {
  readonly port: OperatedPort;
  readonly schedule: Schedule;
  /** Aborted with the error that the wait then rejects with. */
  readonly signal: AbortSignal;
};

/** Resolves true once the port has the power, false when it has not after `timeoutMs`. */
export async function waitForPower(wait: Wait, wanted: Power, timeoutMs: number): Promise<boolean> {
  const { port, schedule, signal } = wait;
  signal.throwIfAborted();
  if (port.power === wanted) return true;
  const { promise, resolve, reject } = Promise.withResolvers<boolean>();
  const ends = [
    port.watch({ onPower: (power) => power === wanted && resolve(true) }),
    schedule(() => resolve(false), timeoutMs),
  ];
  const onAbort = (): void => reject(signal.reason instanceof Error ? signal.reason : new Error('Aborted.'));
  signal.addEventListener('abort', onAbort, { once: true });
  try {
    return await promise;
  } finally {
    signal.removeEventListener('abort', onAbort);
    for (const end of ends) end();
  }
}

export function pause(schedule: Schedule, delayMs: number): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>();
  schedule(resolve, delayMs);
  return promise;
}

/**
 * Of what a guest has printed, the end that is looked through: a guest that floods its port while somebody waits
 * must not keep the whole relay busy. Longer than any line that is waited for.
 */
const keptLength = 8_192;
const pieceLength = 4_096;

export type OutputWatch = {
  /** The first match in what comes from now on, once it is whole; undefined when there is none in time. */
  next(pattern: RegExp, timeoutMs: number): Promise<RegExpExecArray | undefined>;
  /** What has come so far is not looked at. */
  skip(): void;
  end(): void;
};

/** Reads along with a port's output. Each `next` begins where the match before it ended. */
export function watchOutput(port: Pick<OperatedPort, 'watch'>, schedule: Schedule): OutputWatch {
  const decoder = new TextDecoder('latin1');
  let text = '';
  let look = (): void => undefined;
  const end = port.watch({
    onOutput: (bytes) => {
      const added = decoder.decode(bytes);
      for (let at = 0; at < added.length; at += pieceLength) {
        text = (text + added.slice(at, at + pieceLength)).slice(-keptLength);
        look();
      }
    },
  });
  return {
    next: async (pattern, timeoutMs) => {
      const { promise, resolve } = Promise.withResolvers<RegExpExecArray | undefined>();
      const cancel = schedule(() => resolve(undefined), timeoutMs);
      look = () => {
        const found = pattern.exec(text);
        if (found === null) return;
        text = text.slice(found.index + found[0].length);
        look = () => undefined;
        resolve(found);
      };
      look();
      const found = await promise;
      cancel();
      look = () => undefined;
      return found;
    },
    skip: () => {
      text = '';
    },
    end,
  };
}

export function hypervisorUnavailable(message: string): SallyportError {
  return new SallyportError('HypervisorUnavailable', message);
}
