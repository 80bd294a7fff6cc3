import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { describe, expect, test } from 'vitest';
import { guestsAvailable } from '../../infra/local/guests/guestsAvailable.ts';
import { quitGuest } from '../../infra/local/guests/quitGuest.ts';
import { createQemuPort } from '../../relay/ports/qemu.ts';
import { SimulatedGuest } from '../../relay/ports/simulated.ts';
import { freePort } from '../support/freePort.ts';
import { guestImageFolder, startTestGuest } from '../support/guest.ts';
import { openForReading } from '../support/portReader.ts';
import { serialPortContract } from './serialPort.ts';

describe('the serial port of a simulated guest', () => {
  serialPortContract(async () => {
    const guest = new SimulatedGuest({ computerName: 'vm-test', personality: 'linux' });
    return {
      createPort: () => guest.createPort(),
      passwordPromptMs: 0,
      [Symbol.asyncDispose]: async () => guest.powerOff(),
    };
  });
});

const { qemu, why } = guestsAvailable();

describe.skipIf(!qemu)(`the serial port of a guest under QEMU${why === undefined ? '' : ` (${why})`}`, () => {
  serialPortContract(async () => {
    const guest = await startTestGuest();
    return {
      createPort: () => createQemuPort({ directory: guest.directory }),
      passwordPromptMs: 700,
      [Symbol.asyncDispose]: () => guest[Symbol.asyncDispose](),
    };
  });

  test('output is the guest’s own log, byte for byte, across a restart of QEMU', async () => {
    await using guest = await startTestGuest();
    await using port = createQemuPort(guest);
    const reader = await openForReading(port, 0);
    await reader.until('login: ');
    await guest.restart();
    await reader.until('login: ');

    expect(reader.bytes().equals(readFileSync(join(guest.directory, 'serial.log')))).toBe(true);
  });

  test('a guest that is gone is stopped and takes no input; its last words can be read', async () => {
    await using guest = await startTestGuest();
    await using first = createQemuPort(guest);
    const reader = await openForReading(first, 0);
    await reader.until('Linux version');
    await quitGuest(guest.directory);
    await reader.untilPower('stopped');
    await expect(first.write(Buffer.from('x'))).rejects.toMatchObject({ code: 'VirtualMachineNotRunning' });
    await expect(openForReading(createQemuPort(guest), 0)).rejects.toMatchObject({ name: 'FolderInUse' });
    await first[Symbol.asyncDispose]();
    await using second = createQemuPort(guest);
    const late = await openForReading(second, 0);

    expect([first.power, second.power]).toEqual(['stopped', 'stopped']);
    expect(late.bytes().toString()).toContain('Linux version');
  });

  test('bob logs in over SSH with the key that was made with the image', async () => {
    const sshPort = await freePort();
    await using guest = await startTestGuest({ sshPort });
    await using port = createQemuPort(guest);
    const reader = await openForReading(port, 0);
    await reader.until('login: ');

    const key = join(guestImageFolder, 'bob_ed25519');
    const options = ['StrictHostKeyChecking=no', 'UserKnownHostsFile=/dev/null', 'BatchMode=yes'];
    const flags = [...options.flatMap((option) => ['-o', option]), '-i', key, '-p', String(sshPort)];
    const { stdout } = await promisify(execFile)('ssh', [...flags, 'bob@127.0.0.1', 'id -un; hostname']);

    expect(stdout).toBe('bob\nvm-test\n');
  });
});
