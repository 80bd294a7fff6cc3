import { afterAll, beforeAll, expect, test } from 'vitest';
import { eventually } from '../../support/eventually.ts';
import {
  type Answer,
  bastionPath,
  type LocalStack,
  serialPortPath,
  startLocalStack,
  vmPath,
} from '../../support/localStack.ts';
import { openPortalConsole, type PortalConsole } from '../../support/portalConsole.ts';
import { whileStopped } from '../../support/whileStopped.ts';

// Storage that hangs, as a stopped process does, is worse than storage that is gone: nothing says no.

let stack: LocalStack;
let console: PortalConsole;

beforeAll(async () => {
  stack = await startLocalStack({ guests: 'simulated' });
  console = await openPortalConsole(stack, { user: 'vmops', vm: 'vm-web-01' });
});

afterAll(async () => {
  await console?.[Symbol.asyncDispose]();
  await stack?.[Symbol.asyncDispose]();
});

const describe = (): string => JSON.stringify({ ...console.snapshot(), tail: console.text().slice(-300) });
const told = (condition: () => boolean | Promise<boolean>): Promise<void> =>
  eventually(condition, { describe, timeoutMs: 60_000 });

/** The guest's echo comes back. */
async function expectEcho(text: string): Promise<void> {
  console.type(text);
  await told(() => console.text().includes(text));
}

async function timed(call: Promise<Answer>): Promise<object> {
  const started = performance.now();
  const { status, headers, body } = await call;
  const isQuick = performance.now() - started < 10_000;
  return { status, code: body?.error?.code, retryAfter: headers.get('retry-after'), isQuick };
}

const unavailable = { status: 503, code: 'StorageUnavailable', retryAfter: '2', isQuick: true };

test('while the tables hang, calls say so and come back, and a console goes on', async () => {
  const calls = (): Promise<Answer>[] => [
    stack.call('ops', 'GET', `${bastionPath}/sessions`),
    stack.call('ops', 'POST', `${bastionPath}/getActiveSessions`),
    stack.call('reader', 'GET', vmPath('vm-web-01')),
    stack.call('ops', 'DELETE', `${bastionPath}/sessions/${console.snapshot().sessionId}`),
    stack.call('vmops', 'POST', `${serialPortPath('vm-web-01')}/connect`, { mode: 'observer' }),
  ];

  await whileStopped(stack.storagePids.tables, async () => {
    await expectEcho('first');
    const answers = await Promise.all(calls().map(timed));
    expect(answers).toEqual(answers.map(() => unavailable));
    await stack.orderFault({ kind: 'drop' });
    await expectEcho('second');
  });

  const sessionId = console.snapshot().sessionId;
  const list = async () => await stack.call('ops', 'GET', `${bastionPath}/sessions`);
  await told(async () => (await list()).status === 200);
  expect((await list()).body.value).toMatchObject([{ sessionId, state: 'Active' }]);
  const refreshed = await stack.call('ops', 'POST', `${bastionPath}/getActiveSessions`);
  expect(refreshed.body.value).toMatchObject([{ sessionId, state: 'Active' }]);
  await expectEcho('third');
  expect(console.states).toEqual(['connecting', 'connected', 'reconnecting', 'connected']);
  expect(console.remarks).toEqual([]);
  expect(console.answers.length).toBe(1);
});

test('a viewer that needs a new way in while the tables hang gets it afterwards', async () => {
  const before = console.asked.length;

  await whileStopped(stack.storagePids.tables, async () => {
    await stack.orderFault({ kind: 'unrecoverable' });
    await told(() => console.asked.length > before + 1);
    expect(console.snapshot().state).toBe('reconnecting');
  });

  await told(() => console.snapshot().state === 'connected');
  await expectEcho('fourth');
  const { body } = await stack.call('ops', 'POST', `${bastionPath}/getActiveSessions`);
  expect(body.value).toMatchObject([{ sessionId: console.snapshot().sessionId, state: 'Active' }]);
  expect(console.remarks).toEqual([]);
});

test('while the blobs hang, a console goes on, and the boot log catches up byte for byte', async () => {
  const bootLog = () => stack.call('vmops', 'POST', `${vmPath('vm-web-01')}/retrieveBootDiagnosticsData`);
  const stored = async (): Promise<Buffer> => {
    const { body } = await bootLog();
    return Buffer.from(await (await fetch(body.serialConsoleLogBlobUri)).arrayBuffer());
  };
  await told(async () => (await bootLog()).status === 200);

  await whileStopped(stack.storagePids.blobs, async () => {
    console.type('\n\nalice\ncorrect-horse\nflood 300000\n');
    await told(() => console.text().endsWith('$ '));
    expect(await timed(bootLog())).toEqual(unavailable);
  });

  await told(async () => (await stored()).equals(console.shown()));
  expect(console.start()).toBe(0);
  expect(console.shown().length).toBeGreaterThan(300_000);
});
