import { useEffect } from 'react';
import type { ConsoleEnd, ConsoleSnapshot } from '../../shared/client/consoleSnapshot.ts';
import { schedule } from '../schedule.ts';
import type { OpenConsole } from '../session/openConsole.ts';
import { useSnapshot } from '../session/useOpenConsole.ts';

const againMs = 15_000;

/** Nobody decided it: no answer came, or something that the answer needs is away. */
export const isPassing = ({ state, error }: Pick<ConsoleSnapshot, 'state' | 'error'>): boolean =>
  state === 'failed' &&
  error !== undefined &&
  (error.code === 'NetworkError' || (error.status >= 500 && error.retryable));

/** Nobody decided this end either: the relay is started again, or another takes its place. */
export const isAccident = (end: ConsoleEnd | undefined): boolean => end?.reason === 'RelayLost';

/**
 * What could not be opened for a fault that passes is opened once it has, without anybody at the button. A shell that
 * ended is gone: another one is for a person to ask for.
 */
export function useTryAgain(console: OpenConsole): void {
  const { connection, shell } = console;
  const snapshot = useSnapshot(console);
  useEffect(() => {
    if (!isPassing(snapshot) && (shell !== undefined || !isAccident(snapshot.end))) return undefined;
    return schedule(() => void connection.connect({ mode: snapshot.mode, ...connection.wish }), againMs);
  }, [connection, shell, snapshot]);
}
