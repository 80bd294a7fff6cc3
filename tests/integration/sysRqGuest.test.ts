import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { guestsAvailable } from '../../infra/local/guests/guestsAvailable.ts';
import type { OperatedPort, PortWatcher } from '../../relay/operations/operatedPort.ts';
import { runPowerAction } from '../../relay/operations/runPowerAction.ts';
import { sendSysRq } from '../../relay/operations/sendSysRq.ts';
import { createQemuPort } from '../../relay/ports/qemu.ts';
import type { SerialPort } from '../../relay/ports/serialPort.ts';
import type { CommandOutput } from '../../shared/contracts/machineOperation.ts';
import { eventually } from '../support/eventually.ts';
import { startTestGuest, type TestGuest } from '../support/guest.ts';

// A kernel with a root shell on its serial line and nothing else: `kernel.sysrq` can be changed there, and no
// program listens to the power button.

const { qemu, why } = guestsAvailable();
const schedule = (task: () => void, delayMs: number): (() => void) => {
  const timer = setTimeout(task, delayMs);
  return () => clearTimeout(timer);
};

describe.skipIf(!qemu)(`a guest with a root shell${why === undefined ? '' : ` (${why})`}`, () => {
  let guest: TestGuest;
  let serial: SerialPort;
  let output = '';
  const watchers = new Set<PortWatcher>();
  const port: OperatedPort = {
    get control() {
      return serial.control;
    },
    get power() {
      return serial.power;
    },
    watch(watcher) {
      watchers.add(watcher);
      return () => watchers.delete(watcher);
    },
    notify: () => undefined,
  };

  beforeAll(async () => {
    guest = await startTestGuest({ kernelArguments: ['rdinit=/bin/sh'] });
    serial = createQemuPort(guest);
    await serial.open(0, {
      onOutput: (bytes) => {
        output += Buffer.from(bytes).toString('latin1');
        for (const { onOutput } of watchers) onOutput?.(bytes);
      },
      onPower: (power) => {
        for (const { onPower } of watchers) onPower?.(power);
      },
    });
    await shown('# ');
    await run('mount -t proc proc /proc');
  });
  afterAll(async () => {
    await serial[Symbol.asyncDispose]();
    await guest[Symbol.asyncDispose]();
  });

  const shown = (text: string, from = 0): Promise<void> =>
    eventually(() => output.includes(text, from), { describe: () => output.slice(-500) });
  const type = (text: string): Promise<void> => serial.write(Buffer.from(text));
  /** Resolves to what came between the command's echo and the next prompt. */
  async function run(command: string): Promise<string> {
    const from = output.length;
    await type(`${command}; echo "en"d\r`);
    await shown('\r\nend\r\n', from);
    return output.slice(from);
  }
  const control = () => {
    if (serial.control === undefined) throw new Error('This port has no control.');
    return serial.control;
  };
  const sysRq = (keys: string): Promise<CommandOutput> =>
    sendSysRq({ port, control: control(), schedule }, keys);
  const outcomes = ({ keys = [] }: CommandOutput): string =>
    keys.map(({ key, outcome }) => `${key} ${outcome}`).join(', ');

  test('the mask decides key by key', async () => {
    await run('echo 438 >/proc/sys/kernel/sysrq');

    const sent = await sysRq('tsh');

    expect(outcomes(sent)).toBe('t disabled, s confirmed, h confirmed');
    expect(sent.warning).toBe('The guest’s kernel.sysrq forbids: t. The value 1 allows every key.');
  });

  test('with SysRq off nothing of it reaches the prompt of a shell', async () => {
    await run('echo 0 >/proc/sys/kernel/sysrq');
    const from = output.length;

    const sent = await sysRq('sub');
    await type('echo clean\r');
    await shown('\r\nclean\r\n', from);

    expect([outcomes(sent), sent.warning]).toEqual([
      's notSent, u notSent, b notSent',
      expect.stringContaining('did not answer a probe'),
    ]);
    // The prompt was there before; what follows is the echo of the command and nothing in front of it.
    expect(output.slice(from)).toMatch(/^echo clean\r\n/);
  });

  test('with SysRq off nothing of it reaches a program that reads the line', async () => {
    const from = output.length;
    await type('cat -v\r');
    await shown('cat -v\r\n', from);
    await sysRq('reisub');
    await type('whole\r');
    await shown('whole\r\nwhole\r\n', from);
    await type('\x04'); // The shell has no terminal of its own, so that Ctrl-C ends nothing.
    await shown('# ', output.indexOf('whole\r\nwhole', from));

    expect(output.slice(from)).toContain('cat -v\r\nwhole\r\nwhole\r\n');
  });

  test('a key that is sent without the probe would be typed: this is what the probe is for', async () => {
    const from = output.length;
    const line = await control().seizeLine();
    await line.sendBreak();
    await line.write(Buffer.from('h'));
    line.release();

    await shown('h', from);
    expect(output.slice(from)).not.toContain('sysrq:');
    await type('\x15');
  });

  test('a guest that does not listen to the power button fails the restart, and runs on', async () => {
    const restart = runPowerAction(
      {
        port,
        control: control(),
        schedule,
        signal: new AbortController().signal,
        shutdownMs: 1_000,
        onPhase: () => undefined,
      },
      { action: 'restart', skipShutdown: false },
    );

    await expect(restart).rejects.toMatchObject({ code: 'GuestDidNotShutDown' });
    expect(await run('echo still here')).toContain('\r\nstill here\r\n');
  });
});
