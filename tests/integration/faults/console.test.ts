import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { eventually } from '../../support/eventually.ts';
import { bastionPath, type LocalStack, startLocalStack } from '../../support/localStack.ts';
import { openPortalConsole, type PortalConsole } from '../../support/portalConsole.ts';

// A real Linux guest floods its console while what carries the console is taken away, again and again.

let stack: LocalStack;
let console: PortalConsole;

beforeAll(async () => {
  stack = await startLocalStack({ guests: 'qemu' });
  console = await openPortalConsole(stack, { user: 'vmops', vm: 'vm-web-01' });
  await enter('', / login: $/);
  await enter('alice', /Password: $/);
  await enter('correct-horse', prompt);
});

afterAll(async () => {
  await console?.[Symbol.asyncDispose]();
  await stack?.[Symbol.asyncDispose]();
});

/** The shell asks its terminal where the cursor is. */
const prompt = /\$ .\[6n$/;
/** Goes on until it is stopped, however fast the machine is. */
const flood = 'seq 1 99999999';
const serialLog = (): Buffer => readFileSync(join(stack.stateFolder, 'guests', 'vm-web-01', 'serial.log'));
const pause = (ms: number): Promise<void> => new Promise((resolve) => void setTimeout(resolve, ms));
const describe = (): string =>
  JSON.stringify({ ...console.snapshot(), states: console.states, tail: console.text().slice(-300) });
const told = (condition: () => boolean): Promise<void> =>
  eventually(condition, { describe, timeoutMs: 60_000 });

/** Sends a line and waits for output that ends like this. */
async function enter(line: string, answer: RegExp): Promise<void> {
  const before = console.shown().length;
  console.type(`${line}\n`);
  await told(() => answer.test(console.text().slice(before).slice(-2_000)));
}

async function guestWrites(bytes: number): Promise<void> {
  const size = serialLog().length;
  await told(() => serialLog().length > size + bytes);
}

/** The console shows all that the guest has written, each byte in its place, once. */
async function expectAllShown(): Promise<void> {
  await told(() => console.connection.offset === serialLog().length);
  const shown = console.shown();
  const written = serialLog().subarray(console.start());
  expect(shown.length).toBe(written.length);
  expect(shown.equals(written)).toBe(true);
  expect(console.remarks).toEqual([]);
}

const viewer = () => ({ userId: console.snapshot().sessionId });
const relay = { userId: 'relay-relay-01' };

test('a relay that is killed in a flood, again and again, loses and repeats no output and no acknowledged input', async () => {
  const kills = 4;
  const relays = new Set<number>();
  const typed: string[] = [];
  const sure: string[] = [];
  const typeLines = (): string[] => {
    const lines = Array.from({ length: 5 }, (_, index) => `line ${typed.length + index}`);
    typed.push(...lines);
    for (const line of lines) console.type(`${line}\n`);
    return lines;
  };
  /** Answered by one relay that was alive throughout: applied, and only once. */
  const typeSurely = async (): Promise<void> => {
    await told(console.isInputSettled);
    const lines = typeLines();
    await told(console.isInputSettled);
    sure.push(...lines);
  };
  console.type(`stty -echo; ${flood} & cat >/tmp/typed; kill $!; wait; stty echo\n`);
  for (let kill = 0; kill < kills; kill += 1) {
    await told(() => !relays.has(stack.relayPid()));
    await guestWrites(50_000);
    await typeSurely();
    typeLines();
    relays.add(stack.relayPid());
    process.kill(stack.relayPid(), 'SIGKILL');
    typeLines();
  }
  await told(() => !relays.has(stack.relayPid()));
  await typeSurely();
  await enter('\x04', prompt);
  await enter('cat /tmp/typed', prompt);

  await expectAllShown();
  expect(console.answers.length).toBe(1);
  const applied = console
    .text()
    .split('\r\n')
    .filter((line) => line.startsWith('line '));
  expect(new Set(applied).size).toBe(applied.length);
  expect(typed.filter((line) => applied.includes(line))).toEqual(applied);
  expect(applied).toEqual(expect.arrayContaining(sure));
});

test('connections that break in a flood, again and again, lose and repeat nothing', async () => {
  console.type(`${flood}\n`);

  for (const aim of [viewer(), relay, {}, viewer(), relay, {}, {}, {}]) {
    await guestWrites(20_000);
    expect(await stack.orderFault({ kind: 'drop', ...aim })).not.toEqual([]);
  }
  await enter('\x03', prompt);

  await expectAllShown();
  expect(console.answers.length).toBe(1);
  expect(console.states).not.toContain('disconnected');
});

test('connections that cannot be recovered are made anew in a flood, and nothing is lost or repeated', async () => {
  const asked = console.asked.length;
  console.type(`${flood}\n`);

  for (const aim of [viewer, () => relay, () => ({}), viewer]) {
    await told(() => console.snapshot().state === 'connected');
    await guestWrites(20_000);
    await stack.orderFault({ kind: 'unrecoverable', ...aim() });
    await pause(300);
  }
  await told(() => console.snapshot().state === 'connected');
  await enter('\x03', prompt);

  await expectAllShown();
  expect(console.asked[asked]).toEqual({
    sessionId: console.answers[0]?.sessionId,
    resumeOffset: expect.any(Number),
  });
  const { body } = await stack.call('ops', 'POST', `${bastionPath}/getActiveSessions`);
  expect(body.value.map((session: { sessionId: string }) => session.sessionId)).toEqual([
    console.snapshot().sessionId,
  ]);
  await enter('', prompt);
});
