import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type FleetFile, readFleetFile } from '../../infra/local/fleetFile.ts';
import { guestsAvailable } from '../../infra/local/guests/guestsAvailable.ts';
import { sha256 } from '../../shared/azure/sha256.ts';
import { portIdOf } from '../../shared/fleet/keys.ts';
import { type ConsoleClient, openConsole } from '../support/consoleClient.ts';
import { eventually } from '../support/eventually.ts';
import { bastionPath, type LocalStack, startLocalStack, vmPath } from '../support/localStack.ts';
import { openPortalConsole } from '../support/portalConsole.ts';

// What a session is to a real guest: one machine and two instances of a scale set under QEMU, the whole stack.

const { qemu, why } = guestsAvailable();
const scaleSet = vmPath('').replace('virtualMachines/', 'virtualMachineScaleSets/vmss-app');
const machine = { name: 'vm-web-01', id: vmPath('vm-web-01') };
const [instance0, instance1] = ['0', '1'].map((id) => ({
  name: `vmss-app_${id}`,
  id: `${scaleSet}/virtualMachines/${id}`,
})) as [Guest, Guest];
type Guest = { readonly name: string; readonly id: string };

/** The shell asks its terminal where the cursor is. */
// oxlint-disable-next-line no-control-regex
const prompt = /\$ \x1b\[6n$/;
const pause = (ms: number): Promise<void> => new Promise((resolve) => void setTimeout(resolve, ms));

function fleetWithInstances(): FleetFile {
  const file = readFleetFile();
  const guests = { [machine.name]: 'linux', [instance0.name]: 'linux', [instance1.name]: 'linux' } as const;
  return { ...file, guests: { ...file.guests, 'vm-db-01': 'simulated', ...guests } };
}

describe.skipIf(!qemu)(`a session at a real guest${why === undefined ? '' : ` (${why})`}`, () => {
  let stack: LocalStack;

  beforeAll(async () => {
    stack = await startLocalStack({ guests: 'qemu', fleet: fleetWithInstances() });
  });
  afterAll(() => stack?.[Symbol.asyncDispose]());

  const written = ({ name }: Guest): Buffer =>
    readFileSync(join(stack.stateFolder, 'guests', name, 'serial.log'));

  /** `path`: where the guest is served, if that is not its id. */
  async function open(user: string, guest: Guest, body: object = {}, path = guest.id): Promise<Seat> {
    const port = `${path}/providers/Microsoft.SerialConsole/serialPorts/0`;
    const answer = await stack.call(user, 'POST', `${port}/connect`, body);
    expect(answer.body).toMatchObject({ sessionId: expect.any(String) });
    const { connectionString, sessionId } = answer.body;
    const client = await openConsole({
      sessionId,
      portId: portIdOf(sha256, guest.id),
      getUrl: async () => connectionString,
    });
    await eventually(() => client.notices.some(({ kind }) => kind === 'attached'));
    const sees = (answered: RegExp): Promise<void> =>
      eventually(() => answered.test(client.shown().toString('latin1')), {
        describe: () => `${answered} in ${JSON.stringify(client.shown().toString('latin1').slice(-600))}`,
        timeoutMs: 80_000,
      });
    return {
      ...client,
      sessionId,
      sees,
      async enter(line, answered) {
        const before = client.shown().length;
        client.type(`${line}\r`);
        const since = (): string => client.shown().subarray(before).toString('latin1');
        await eventually(() => answered.test(since()), {
          describe: () => since().slice(-600),
          timeoutMs: 60_000,
        });
        return since();
      },
      async [Symbol.asyncDispose]() {
        await client[Symbol.asyncDispose]();
        await stack.call('ops', 'DELETE', `${bastionPath}/sessions/${sessionId}`);
      },
    };
  }
  type Seat = ConsoleClient & {
    readonly sessionId: string;
    sees(answer: RegExp): Promise<void>;
    enter(line: string, answer: RegExp): Promise<string>;
  };

  async function logIn(seat: Seat): Promise<void> {
    await seat.sees(/login: $/);
    await seat.enter('alice', /assword: $/);
    // A real login throws away what is typed within moments of its password prompt.
    await pause(700);
    await seat.enter('correct-horse', prompt);
  }

  test('what is typed at one instance of a scale set reaches that one, by both forms of its path', async () => {
    const encoded = `${scaleSet}%2FvirtualMachines%2F1`;
    await using other = await open('ops', instance0, { mode: 'observer' });
    await using seat = await open('ops', instance1, {}, encoded);
    await other.sees(/login: $/);

    await logIn(seat);
    const answer = await seat.enter('echo only-$((1))-hears; hostname', prompt);

    expect(answer).toMatch(/\r\nonly-1-hears\r\nvmss-app_1\r\n/);
    expect(other.shown().toString('latin1')).toMatch(/login: $/);
    expect([written(instance1).includes('only-1-hears'), written(instance0).includes('hears')]).toEqual([
      true,
      false,
    ]);
  });

  test('a password that is typed at its prompt is in no log of the port', async () => {
    await using seat = await open('vmops', machine);
    await logIn(seat);
    const retrieve = `${machine.id}/retrieveBootDiagnosticsData`;
    const stored = async (): Promise<string> => {
      const { body } = await stack.call('ops', 'POST', retrieve);
      return await (await fetch(body.serialConsoleLogBlobUri)).text();
    };

    await eventually(async () => (await stored()).includes('assword: \r\n'));

    expect(await stored()).not.toContain('correct-horse');
    expect(written(machine).includes('correct-horse')).toBe(false);
  });

  test('a shell and what runs in it outlive their viewer, and whoever comes next is in that shell', async () => {
    {
      await using first = await open('vmops', machine);
      const loop = 'while sleep 0.2; do echo >>/tmp/ticks; done &';
      await first.enter(loop, prompt);
    }
    await using second = await open('ops', machine);

    const before = await second.enter('id -un; wc -l </tmp/ticks', /alice\r\n(\d+)\r\n/);
    await pause(1_000);
    const after = await second.enter('wc -l </tmp/ticks; kill %1', /\n(\d+)\r\n/);

    const ticks = (text: string): number => Number(/\r\n(\d+)\r\n/.exec(text)?.[1]);
    expect(ticks(after)).toBeGreaterThan(ticks(before));
  });

  test('what a guest writes with nobody there is read later, from the byte that one wants', async () => {
    let from = 0;
    {
      await using first = await open('vmops', machine);
      await first.enter('', prompt);
      from = written(machine).length;
      // More than the relay keeps in memory, once the person is gone.
      first.type('sleep 2; seq 1 155000; echo all-$((1))\r');
      await first.sees(/seq 1 155000/);
    }
    await eventually(() => written(machine).includes('all-1'), { timeoutMs: 80_000 });

    await using later = await open('vmops', machine, { resumeOffset: from });
    await later.sees(/all-1/);

    const shown = later.shown();
    expect(later.start()).toBe(from);
    expect(shown.length).toBeGreaterThan(1_048_576);
    expect(shown.equals(written(machine).subarray(from, from + shown.length))).toBe(true);
    expect(later.notices.filter(({ kind }) => kind === 'gap')).toEqual([]);
  });

  test('a viewer that is stuck slows neither the guest nor who watches beside it, and misses nothing', async () => {
    await using operator = await open('vmops', machine);
    await using stuck = await openPortalConsole(stack, { user: 'ops', vm: machine.name, mode: 'observer' });
    await eventually(() => stuck.shown().length > 0);
    await stack.orderFault({ kind: 'stall', userId: stuck.snapshot().sessionId });

    // The service gives up a viewer that a thousand messages wait for: fewer than that, however small they are.
    const shown = await operator.enter('seq 1 5000; echo over-$((1))', /over-1/);
    const meanwhile = stuck.text();
    await stack.healWebPubSub();
    await eventually(() => stuck.text().includes('over-1'), {
      describe: () => JSON.stringify({ ...stuck.snapshot(), states: stuck.states }),
      timeoutMs: 60_000,
    });

    expect(shown).toContain('\r\n5000\r\n');
    expect(meanwhile).not.toContain('over-1');
    expect(stuck.text()).toContain(/\r\n1\r\n[^]*over-1/.exec(shown)?.[0]);
  });

  test('a flood travels in few messages, though the guest writes its bytes one by one', async () => {
    await using seat = await open('vmops', machine);
    await seat.enter('', prompt);
    const [bytes, pieces] = [seat.shown().length, seat.pieces()];

    await seat.enter('seq 1 15000; echo over-$((2))', /over-2/);

    // QEMU hands on three bytes at a time; how many come together depends on how slow the machine is.
    expect((seat.shown().length - bytes) / (seat.pieces() - pieces)).toBeGreaterThan(50);
  });
});
