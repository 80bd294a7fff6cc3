import { afterAll, beforeAll, expect, test } from 'vitest';
import type { MachineControl } from '../../relay/ports/machineControl.ts';
import type { SerialPort } from '../../relay/ports/serialPort.ts';
import { eventually } from '../support/eventually.ts';
import { logIn } from '../support/logIn.ts';
import { openForReading, type PortReader } from '../support/portReader.ts';

/** A Linux guest that has just been switched on, and its port. Nothing else opens the port. */
export type ControlledGuest = AsyncDisposable & {
  readonly port: SerialPort;
  /** See `ContractGuest`. */
  readonly passwordPromptMs: number;
};

const bytes = (text: string): Uint8Array => Buffer.from(text);

/** The promises of `MachineControl`. The tests tell one story of one guest, in this order. */
export function machineControlContract(start: () => Promise<ControlledGuest>): void {
  let guest: ControlledGuest;
  let port: SerialPort;
  let control: MachineControl;
  let reader: PortReader;

  beforeAll(async () => {
    guest = await start();
    port = guest.port;
    if (port.control === undefined) throw new Error('This port has no control.');
    control = port.control;
    reader = await openForReading(port, 0);
    await reader.until('login: ');
  });
  afterAll(async () => guest[Symbol.asyncDispose]());

  test('a BREAK and a key on a seized line are a SysRq', async () => {
    const line = await control.seizeLine();
    await line.sendBreak();
    await line.write(bytes('h'));
    await reader.until('sysrq: HELP');

    line.release();
  });

  test('what is typed while the line is seized is typed afterwards, with nothing in between', async () => {
    await logIn({ ...guest, reader, user: 'alice', password: 'correct-horse' });
    await reader.until('$ ');
    const line = await control.seizeLine();
    const typed = port.write(bytes('echo one line\r'));
    await line.sendBreak();
    await line.write(bytes('s'));
    await reader.until('sysrq: Emergency Sync');
    // The kernel says this when it is done, in the middle of whatever is echoed just then.
    await reader.until('Emergency Sync complete');
    line.release();
    line.release();
    await typed;

    await reader.until('echo one line');
    await reader.until('\none line\r\n');
  });

  test('a line is seized by one at a time', async () => {
    const line = await control.seizeLine();
    await expect(control.seizeLine()).rejects.toMatchObject({ code: 'OperationInProgress' });
    line.release();

    (await control.seizeLine()).release();
  });

  test('an NMI is heard by the kernel', async () => {
    await control.injectNmi();

    await reader.until('NMI received');
  });

  test('reset boots again on the same line, from the first byte', async () => {
    await control.reset();

    await reader.until('Linux version');
    await reader.until('login: ');
    expect(port.power).toBe('running');
  });

  test('the power button shuts down in order; the line stays', async () => {
    await control.pressPowerButton();
    await reader.until('The system is going down.');
    await reader.untilPower('stopped');

    await expect(port.write(bytes('x'))).rejects.toMatchObject({ code: 'VirtualMachineNotRunning' });
  });

  test('a guest that shut itself down has power again, and boots', async () => {
    await control.powerOn();
    await reader.untilPower('running');

    await reader.until('login: ');
  });

  test('power is cut at once, as often as one likes, and comes back', async () => {
    await control.cutPower();
    await reader.untilPower('stopped');
    await control.cutPower();
    await control.powerOn();
    await control.powerOn();
    await reader.untilPower('running');

    await reader.until('login: ');
    await eventually(() => port.power === 'running');
  });
}
