import type { ConnectChoice } from '../../shared/client/consoleDeps.ts';
import type { ConsoleSnapshot } from '../../shared/client/consoleSnapshot.ts';

const again = '\r';
/** q, and what people press when a terminal does not answer: Ctrl-C, Ctrl-D, Ctrl-]. */
const leave = ['q', '\x03', '\x04', '\x1d'];

/** What a person may press while there is no console; undefined while there is one, or one is on its way. */
export function offlineHint({ state }: ConsoleSnapshot): string | undefined {
  switch (state) {
    case 'busy':
      return 'Press o to observe, t to take over, Enter to try again, q to leave.';
    case 'disconnected':
      return 'Press Enter to reconnect, q to leave.';
    case 'refused':
    case 'failed':
      return 'Press Enter to try again, q to leave.';
    case 'idle':
    case 'connecting':
    case 'connected':
    case 'reconnecting':
      return undefined;
  }
}

export function pressOffline(
  { state, mode }: ConsoleSnapshot,
  key: string,
): ConnectChoice | 'quit' | undefined {
  if (leave.includes(key)) return 'quit';
  if (key === again) return { mode };
  if (state !== 'busy') return undefined;
  if (key === 'o') return { mode: 'observer' };
  return key === 't' ? { mode: 'operator', takeOver: true } : undefined;
}

/** The first answer is a refusal that waiting does not change: a script must hear of it at once. */
export function endsConsole({ state, error }: ConsoleSnapshot, wasConnected: boolean): boolean {
  if (wasConnected || (state !== 'refused' && state !== 'failed')) return false;
  return error?.retryable !== true;
}
