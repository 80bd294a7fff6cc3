import { expect, test } from 'vitest';
import { SerialConsole } from '../../../../cli/console/serialConsole.ts';
import { ApiError } from '../../../../shared/client/apiError.ts';
import { encodeOutput } from '../../../../shared/contracts/frames.ts';
import { createFakePubSub } from '../../../support/fakePubSubClient.ts';
import { fakeTerminal } from '../../../support/fakeTerminal.ts';

const groups = { live: 'live', down: 'down', up: 'up' };
const attached = {
  kind: 'attached',
  epoch: 'e',
  from: 0,
  to: 0,
  end: 0,
  inputSequence: 0,
  mode: 'operator',
  power: 'running',
};

async function open({ refusal, record }: { refusal?: ApiError; record?: true } = {}) {
  const asked: unknown[] = [];
  const terminal = fakeTerminal();
  const pubSub = createFakePubSub();
  const sent: unknown[] = [];
  const stopping = new AbortController();
  const serialConsole = new SerialConsole({
    openConsole: async (request) => {
      asked.push(request);
      if (refusal !== undefined) throw refusal;
      return { connectionString: 'wss://x', sessionId: 's', mode: 'operator', groups };
    },
    createClient: pubSub.createClient,
    sendCommand: async (...command) => void sent.push(command),
    schedule: () => () => {},
    random: () => 0,
    terminal,
    signal: stopping.signal,
  });
  const exit = serialConsole.run({ ...(record && { record }) });
  exit.catch(() => {}); // Looked at by the test that refuses.
  await Promise.resolve();
  await expect.poll(() => pubSub.clients.length + (refusal === undefined ? 0 : 1)).toBe(1);
  const client = pubSub.clients[0];
  client?.handlers.onUp();
  client?.handlers.onMessage('down', attached);
  let offset = 0;
  const output = (text: string): void => {
    client?.handlers.onMessage('live', encodeOutput(offset, Buffer.from(text)));
    offset += text.length;
  };
  return { terminal, client, asked, sent, stopping, exit, output };
}

test('output waits while the menu is open, and is shown when it is left', async () => {
  const { terminal, output } = await open();

  output('before ');
  terminal.press('\x1d');
  output('meanwhile ');
  const held = terminal.shown();
  terminal.press('x');

  expect(held).toContain('before');
  expect(held).toContain('q Quit');
  expect(held).not.toContain('meanwhile');
  expect(terminal.shown()).toMatch(/meanwhile $/);
});

test('a flood closes a menu that was forgotten', async () => {
  const { terminal, output } = await open();
  terminal.press('\x1d');

  for (let piece = 0; piece < 70; piece += 1) output('x'.repeat(16_384));

  expect(terminal.shown().length).toBeGreaterThan(1_048_576);
});

test('a command goes once, after its confirmation, and an arrow key leaves the menu whole', async () => {
  const { terminal, sent } = await open();

  terminal.press('\x1dry');
  terminal.press('\x1d');
  terminal.press('\x1b[A');
  terminal.press('\x1drY');

  expect(sent).toEqual([['reset', undefined]]);
});

test('q ends the session and gives the terminal back', async () => {
  const { terminal, client, exit } = await open();

  terminal.press('\x1dq');

  await expect(exit).resolves.toBe(0);
  expect(client?.events).toEqual(['close']);
  expect(terminal.isRaw()).toBe(false);
});

test('a signal does so too', async () => {
  const { terminal, stopping, exit } = await open();

  stopping.abort();

  await expect(exit).resolves.toBe(130);
  expect(terminal.isRaw()).toBe(false);
});

test('a refusal is thrown, and the terminal is given back', async () => {
  const refusal = new ApiError('AuthorizationFailed', 'You may not.', { status: 403 });
  const { terminal, exit } = await open({ refusal });

  await expect(exit).rejects.toBe(refusal);
  expect(terminal.isRaw()).toBe(false);
});

test('who asked for a recording has asked for it as well when a busy port is taken over', async () => {
  const refusal = new ApiError('SerialPortBusy', 'Somebody types here.', { status: 409 });
  const { terminal, asked } = await open({ refusal, record: true });
  await expect.poll(() => terminal.shown()).toContain('Somebody');

  terminal.press('t');
  await expect.poll(() => asked.length).toBe(2);

  expect(asked).toEqual([
    { mode: 'operator', takeOver: false, record: true },
    { mode: 'operator', takeOver: true, record: true },
  ]);
});
