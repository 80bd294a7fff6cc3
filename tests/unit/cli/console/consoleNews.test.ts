import { expect, test } from 'vitest';
import { consoleNews } from '../../../../cli/console/consoleNews.ts';
import { ApiError } from '../../../../shared/client/apiError.ts';
import type { ConsoleSnapshot } from '../../../../shared/client/consoleSnapshot.ts';

const connecting: ConsoleSnapshot = { state: 'connecting', mode: 'operator' };
const connected: ConsoleSnapshot = { state: 'connected', mode: 'operator', sessionId: 's', power: 'running' };
const news = (before: ConsoleSnapshot, after: Partial<ConsoleSnapshot>) =>
  consoleNews(before, { ...before, ...after });

test('a console that opens says how to leave it, and to an observer that keys go nowhere', () => {
  expect(consoleNews(connecting, connected)).toEqual([expect.stringContaining('Ctrl+] opens the menu')]);
  expect(consoleNews(connecting, { ...connected, mode: 'observer' })).toEqual([
    expect.stringContaining('keys go nowhere'),
  ]);
});

test('a machine that is off is told when the console opens, one that runs is not', () => {
  expect(consoleNews(connecting, { ...connected, power: 'stopped' })).toContain('The machine is off.');
  expect(news({ ...connected, power: 'stopped' }, { power: 'running' })).toEqual([
    'The machine has power again.',
  ]);
});

test('a break and its end are told', () => {
  const broken: ConsoleSnapshot = { ...connected, state: 'reconnecting' };

  expect(consoleNews(connected, broken)).toEqual(['The connection was lost. Reconnecting…']);
  expect(consoleNews(broken, connected)).toEqual(['Connected again.']);
});

test('an end is told in the language of its text, with who and why', () => {
  const end = {
    kind: 'disconnected',
    reason: 'DisconnectedByAdministrator',
    text: '切断されました',
    by: 'Oscar Ops',
    message: 'maintenance',
  } as const;

  expect(news(connected, { state: 'disconnected', end })).toEqual([
    '切断されました',
    'An administrator ended this session.',
    'By Oscar Ops.',
    'Message: maintenance',
  ]);
});

test('who left hears nothing of it', () => {
  const end = { kind: 'disconnected', reason: 'ClosedByUser', text: '' } as const;

  expect(news(connected, { state: 'disconnected', end })).toEqual([]);
});

test('a busy port tells who types, since when and whether anything happens', () => {
  const operator = {
    name: 'Vera',
    since: '2026-11-21T15:00:00.000Z',
    lastActivityTime: '2026-11-21T15:00:00.000Z',
    isActive: false,
  };
  const error = new ApiError('SerialPortBusy', 'Busy.', { status: 409, operator });

  expect(news(connecting, { state: 'busy', error })).toEqual([
    'Vera types here since 2026-11-21 15:00:00Z, but nothing happened lately.',
  ]);
});

test('a refusal is told with its code', () => {
  const error = new ApiError('AuthorizationFailed', 'You may not.', { status: 403, requestId: 'r1' });

  expect(news(connecting, { state: 'refused', error })).toEqual([
    'You may not.\nCode: AuthorizationFailed, request id: r1',
  ]);
});

test('a warning is told once, though it is repeated', () => {
  const warning = { kind: 'warning', reason: 'IdleTimeout', endsInSeconds: 60, canStay: true } as const;

  expect(news(connected, { warning })).toEqual([
    'Nothing has happened for a while: it ends in 60 seconds. Press a key to stay.',
  ]);
  expect(news({ ...connected, warning }, { warning: { ...warning, endsInSeconds: 50 } })).toEqual([]);
});

test('a change of mode and a recording are told', () => {
  const recording = { kind: 'recording', state: 'recording', mode: 'strict' } as const;

  expect(news(connected, { mode: 'observer' })).toEqual(['You only watch now.']);
  expect(news({ ...connected, mode: 'observer' }, { mode: 'operator' })).toEqual(['You type here now.']);
  expect(news(connected, { recording })).toEqual(['What is shown here is recorded.']);
});
