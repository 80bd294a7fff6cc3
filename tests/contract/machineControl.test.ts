import { describe, expect, test } from 'vitest';
import { guestsAvailable } from '../../infra/local/guests/guestsAvailable.ts';
import { createQemuPort } from '../../relay/ports/qemu.ts';
import { SimulatedGuest } from '../../relay/ports/simulated.ts';
import { startTestGuest } from '../support/guest.ts';
import { openForReading } from '../support/portReader.ts';
import { machineControlContract } from './machineControl.ts';

describe('the controls of a simulated guest', () => {
  machineControlContract(async () => {
    const guest = new SimulatedGuest({ computerName: 'vm-test', personality: 'linux' });
    const port = guest.createPort();
    return { port, passwordPromptMs: 0, [Symbol.asyncDispose]: async () => guest.powerOff() };
  });
});

const { qemu, why } = guestsAvailable();

describe.skipIf(!qemu)(`the controls of a guest under QEMU${why === undefined ? '' : ` (${why})`}`, () => {
  machineControlContract(async () => {
    const guest = await startTestGuest();
    const port = createQemuPort(guest);
    return {
      port,
      passwordPromptMs: 700,
      [Symbol.asyncDispose]: async () => {
        await port[Symbol.asyncDispose]();
        await guest[Symbol.asyncDispose]();
      },
    };
  });

  test('where nobody starts guests, a machine that is gone stays off and says so', async () => {
    await using guest = await startTestGuest({ unsupervised: true });
    await using port = createQemuPort(guest);
    const reader = await openForReading(port, 0);
    await port.control?.cutPower();
    await reader.untilPower('stopped');

    await expect(port.control?.powerOn()).rejects.toMatchObject({ code: 'HypervisorUnavailable' });
    await expect(port.control?.reset()).rejects.toMatchObject({ code: 'HypervisorUnavailable' });
  });
});
