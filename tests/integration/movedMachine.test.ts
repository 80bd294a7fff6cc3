import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { readFleetFile } from '../../infra/local/fleetFile.ts';
import { guestsAvailable } from '../../infra/local/guests/guestsAvailable.ts';
import type { PortsFile } from '../../relay/ports/portsFile.ts';
import { seedFleet } from '../../shared/azure/fleetTable.ts';
import { openTables } from '../../shared/azure/tables.ts';
import { consoleTold, enterLine, logInAlice, shellAsks } from '../support/enterLine.ts';
import { eventually } from '../support/eventually.ts';
import { type LocalStack, startLocalStack, vmPath } from '../support/localStack.ts';
import { openPortalConsole } from '../support/portalConsole.ts';
import { startSecondRelay } from '../support/secondRelay.ts';

// Two relays with names of their own, and a real guest that is given from one to the other and back.

const { qemu, why } = guestsAvailable();
const vm = 'vm-web-01';
const file = readFleetFile();
const relayIds = ['relay-01', 'relay-02'] as const;
type RelayId = (typeof relayIds)[number];

/** The fleet with a second relay, which has the machine or not. */
const fleetOf = (owner: RelayId): typeof file.fleet => ({
  ...file.fleet,
  relays: [
    ...file.fleet.relays,
    { relayId: 'relay-02', principalId: '30000000-0000-4000-8000-000000000002' },
  ],
  targets: file.fleet.targets.map((target) => (target.name === vm ? { ...target, relayId: owner } : target)),
});

describe.skipIf(!qemu)(`a moved machine${why === undefined ? '' : ` (${why})`}`, { timeout: 600_000 }, () => {
  let stack: LocalStack;
  let ports: PortsFile['ports'];

  beforeAll(async () => {
    stack = await startLocalStack({
      guests: 'qemu',
      fleet: { ...file, fleet: fleetOf('relay-01'), guests: { ...file.guests, 'vm-db-01': 'simulated' } },
    });
    ports = (JSON.parse(readFileSync(portsFile(), 'utf8')) as PortsFile).ports;
  });
  afterAll(() => stack?.[Symbol.asyncDispose]());

  const portsFile = (name = 'ports.json'): string => join(stack.stateFolder, name);
  const serialLog = (): Buffer => readFileSync(join(stack.stateFolder, 'guests', vm, 'serial.log'));
  const isMoved = ({ targetResourceId }: { targetResourceId: string }): boolean =>
    targetResourceId.endsWith(`/${vm}`);

  async function bootLog(): Promise<Buffer> {
    const { body } = await stack.call('ops', 'POST', `${vmPath(vm)}/retrieveBootDiagnosticsData`);
    return Buffer.from(await (await fetch(body.serialConsoleLogBlobUri)).arrayBuffer());
  }

  /** As an administrator does it: the fleet says who has the machine, and each relay's ports file what it holds. */
  async function give(owner: RelayId): Promise<void> {
    await seedFleet(openTables(stack.storage).fleet, fleetOf(owner));
    const held = ports.filter((port) => owner === 'relay-01' || !isMoved(port));
    writeFileSync(portsFile(), JSON.stringify({ ports: held }));
    const before = stack.relayPid();
    process.kill(before, 'SIGTERM');
    await eventually(() => stack.relayPid() !== before, { timeoutMs: 60_000 });
  }

  test('from one relay to another and back: no byte is missing or there twice, on the screen and in the boot log', async () => {
    await using console_ = await openPortalConsole(stack, { user: 'vmops', vm });
    await logInAlice(console_);
    console_.type('i=0; while [ ! -e /tmp/enough ]; do i=$((i+1)); echo tick-$i; sleep 0.1; done\n');
    await consoleTold(console_, () => console_.text().includes('tick-20\r\n'));
    writeFileSync(portsFile('second.json'), JSON.stringify({ ports: ports.filter(isMoved) }));
    const sessions = [console_.snapshot().sessionId];
    const goesOn = async (): Promise<void> => {
      await consoleTold(console_, async () => {
        const { state, sessionId } = console_.snapshot();
        if (state === 'disconnected' || state === 'failed') await console_.connection.connect();
        return state === 'connected' && !sessions.includes(sessionId);
      });
      sessions.push(console_.snapshot().sessionId);
      const size = console_.shown().length;
      await consoleTold(console_, () => console_.shown().length > size + 300);
    };

    await give('relay-02');
    {
      const folder = join(stack.stateFolder, 'second');
      await using second = startSecondRelay(stack, folder, { relayId: 'relay-02', ports: 'second.json' });
      await eventually(() => second.logged().includes('portOpened'), { describe: second.logged });
      await goesOn();
    }
    await give('relay-01');
    await goesOn();
    await enterLine(console_, '\x03', shellAsks);
    await enterLine(console_, 'exit', / login: $/);

    await consoleTold(console_, () => console_.connection.offset === serialLog().length);
    expect(console_.shown().equals(serialLog().subarray(console_.start()))).toBe(true);
    expect(console_.remarks.filter(({ kind }) => kind === 'gap' || kind === 'restarted')).toEqual([]);
    await consoleTold(console_, async () => (await bootLog()).length >= serialLog().length);
    expect((await bootLog()).equals(serialLog())).toBe(true);
  });
});
