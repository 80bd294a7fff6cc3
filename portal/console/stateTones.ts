import type { ConsoleState } from '../../shared/client/consoleSnapshot.ts';
import type { BadgeTone } from '../components/Badge.tsx';

export const stateTones: Readonly<Record<ConsoleState, BadgeTone>> = {
  idle: 'neutral',
  connecting: 'busy',
  connected: 'good',
  reconnecting: 'busy',
  disconnected: 'bad',
  busy: 'busy',
  refused: 'bad',
  failed: 'bad',
};
