import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { guestsAvailable } from '../../../infra/local/guests/guestsAvailable.ts';
import { eventually } from '../../support/eventually.ts';
import { bastionPath, type LocalStack, startLocalStack, vmPath } from '../../support/localStack.ts';
import { openPortalConsole, type PortalConsole } from '../../support/portalConsole.ts';

const { qemu, why } = guestsAvailable();
const machines = ['vm-web-01', 'vm-db-01'] as const;
/** The shell asks its terminal where the cursor is. */
const prompt = /\$ .\[6n$/;
/** Goes on until it is stopped, however fast the machine is. */
const flood = 'seq 1 99999999';

describe.skipIf(!qemu)(`two guests of one relay${why === undefined ? '' : ` (${why})`}`, () => {
  let stack: LocalStack;
  let seats: readonly (readonly [machine: string, console: PortalConsole])[];

  beforeAll(async () => {
    stack = await startLocalStack({ guests: 'qemu' });
    seats = await Promise.all(
      machines.map(async (vm) => [vm, await openPortalConsole(stack, { user: 'ops', vm })] as const),
    );
    for (const [, console] of seats) {
      await enter(console, '', / login: $/);
      await enter(console, 'alice', /Password: $/);
      await enter(console, 'correct-horse', prompt);
    }
  });
  afterAll(async () => {
    for (const [, console] of seats ?? []) await console[Symbol.asyncDispose]();
    await stack?.[Symbol.asyncDispose]();
  });

  const serialLog = (vm: string): Buffer => readFileSync(join(stack.stateFolder, 'guests', vm, 'serial.log'));

  async function told(console: PortalConsole, condition: () => boolean | Promise<boolean>): Promise<void> {
    const describe = (): string =>
      JSON.stringify({ ...console.snapshot(), states: console.states, tail: console.text().slice(-300) });
    await eventually(condition, { describe, timeoutMs: 60_000 });
  }

  /** Sends a line and waits for output that ends like this. */
  async function enter(console: PortalConsole, line: string, answer: RegExp): Promise<void> {
    const before = console.shown().length;
    console.type(`${line}\n`);
    await told(console, () => answer.test(console.text().slice(before).slice(-2_000)));
  }

  async function bothWrite(bytes: number): Promise<void> {
    const sizes = machines.map((vm) => serialLog(vm).length);
    await eventually(() => machines.every((vm, at) => serialLog(vm).length > (sizes[at] ?? 0) + bytes), {
      timeoutMs: 60_000,
    });
  }

  /** What the relay keeps of a port on its disk. */
  function journal(vm: string): Buffer {
    const ports = join(stack.stateFolder, 'relay', 'ports');
    const folder = join(ports, readdirSync(ports).find((name) => name.startsWith(`${vm}-`)) ?? '');
    const segments = readdirSync(folder).filter((name) => name.endsWith('.log'));
    return Buffer.concat(segments.toSorted().map((name) => readFileSync(join(folder, name))));
  }

  async function bootLog(vm: string): Promise<Buffer> {
    const { body } = await stack.call('ops', 'POST', `${vmPath(vm)}/retrieveBootDiagnosticsData`);
    return Buffer.from(await (await fetch(body.serialConsoleLogBlobUri)).arrayBuffer());
  }

  test('that is killed while both flood keeps both whole, in every copy, and their sessions', async () => {
    const relays = new Set([stack.relayPid()]);
    const sessions = seats.map(([, console]) => console.snapshot().sessionId);
    for (const [, console] of seats) console.type(`${flood}\n`);

    for (let kill = 0; kill < 3; kill += 1) {
      await bothWrite(30_000);
      process.kill(stack.relayPid(), 'SIGKILL');
      await eventually(() => !relays.has(stack.relayPid()), { timeoutMs: 60_000 });
      relays.add(stack.relayPid());
    }
    await bothWrite(30_000);
    for (const [, console] of seats) await enter(console, '\x03', prompt);

    for (const [vm, console] of seats) {
      await told(console, () => console.connection.offset === serialLog(vm).length);
      await told(console, async () => (await bootLog(vm)).length === serialLog(vm).length);
      const written = serialLog(vm);
      expect(console.shown().equals(written.subarray(console.start()))).toBe(true);
      expect(journal(vm).equals(written)).toBe(true);
      expect((await bootLog(vm)).equals(written)).toBe(true);
      expect(console.remarks).toEqual([]);
      expect(console.answers.length).toBe(1);
    }
    const { body } = await stack.call('ops', 'POST', `${bastionPath}/getActiveSessions`);
    const active = body.value.map((session: { sessionId: string }) => session.sessionId);
    expect(seats.map(([, console]) => console.snapshot().sessionId)).toEqual(sessions);
    expect(new Set(active)).toEqual(new Set(sessions));
  });
});
