import { expect, test } from 'vitest';
import { endsConsole, offlineHint, pressOffline } from '../../../../cli/console/offline.ts';
import { ApiError } from '../../../../shared/client/apiError.ts';
import type { ConsoleSnapshot, ConsoleState } from '../../../../shared/client/consoleSnapshot.ts';

const at = (state: ConsoleState, code?: string): ConsoleSnapshot => ({
  state,
  mode: 'operator',
  ...(code === undefined ? {} : { error: new ApiError(code, '', { status: 409 }) }),
});

test('only where there is no console and none is on its way, keys are not the machine’s', () => {
  const states = [
    'idle',
    'connecting',
    'connected',
    'reconnecting',
    'disconnected',
    'busy',
    'refused',
    'failed',
  ] as const;

  expect(states.filter((state) => offlineHint(at(state)) !== undefined)).toEqual([
    'disconnected',
    'busy',
    'refused',
    'failed',
  ]);
});

test('Enter comes back in the same mode, and there are several ways to leave', () => {
  expect(pressOffline({ ...at('disconnected'), mode: 'observer' }, '\r')).toEqual({ mode: 'observer' });
  for (const key of ['q', '\x03', '\x04', '\x1d']) expect(pressOffline(at('failed'), key)).toBe('quit');
  expect(pressOffline(at('disconnected'), 't')).toBeUndefined();
});

test('a busy port may be watched or taken over', () => {
  expect(pressOffline(at('busy'), 'o')).toEqual({ mode: 'observer' });
  expect(pressOffline(at('busy'), 't')).toEqual({ mode: 'operator', takeOver: true });
  expect(pressOffline(at('busy'), 'x')).toBeUndefined();
});

test('a first refusal that waiting does not change ends it; one that it may, and every later one, does not', () => {
  expect(endsConsole(at('refused', 'AuthorizationFailed'), false)).toBe(true);
  expect(endsConsole(at('failed', 'BootDiagnosticsDisabled'), false)).toBe(true);
  expect(endsConsole(at('failed', 'VirtualMachineNotRunning'), false)).toBe(false);
  expect(endsConsole(at('refused', 'AuthorizationFailed'), true)).toBe(false);
  expect(endsConsole(at('busy', 'SerialPortBusy'), false)).toBe(false);
});
