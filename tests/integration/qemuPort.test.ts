import { once } from 'node:events';
import { readFileSync, statSync, truncateSync } from 'node:fs';
import { connect } from 'node:net';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { guestsAvailable } from '../../infra/local/guests/guestsAvailable.ts';
import { createQemuPort } from '../../relay/ports/qemu.ts';
import type { SerialPort } from '../../relay/ports/serialPort.ts';
import { eventually } from '../support/eventually.ts';
import { startTestGuest, type TestGuest } from '../support/guest.ts';
import { logIn } from '../support/logIn.ts';
import { numberedLines } from '../support/numberedLines.ts';
import { openForReading } from '../support/portReader.ts';

const { qemu, why } = guestsAvailable();
const numbers = (count: number): number[] => Array.from({ length: count }, (_, index) => index + 1);
const alice = { user: 'alice', password: 'correct-horse', passwordPromptMs: 700 };

// What can go wrong between FIFO and log. `end` is how much the relay has kept, from one test to the next.
describe.skipIf(!qemu)(`a port whose relay was away${why === undefined ? '' : ` (${why})`}`, () => {
  let guest: TestGuest;
  let end = 0;
  const logSize = (): number => statSync(join(guest.directory, 'serial.log')).size;
  const run = async (port: SerialPort, command: string): Promise<void> =>
    port.write(Buffer.from(`${command}\r`));

  /** A guest whose output nobody takes stands still in the middle of its work. */
  async function untilBlocked(): Promise<void> {
    for (let last = -1; last !== logSize(); await sleep(300)) last = logSize();
  }

  beforeAll(async () => {
    guest = await startTestGuest();
    await using port = createQemuPort(guest);
    const reader = await openForReading(port, 0);
    await reader.until('login: ');
    await logIn({ port, reader, ...alice });
    await reader.until('$ ');
    end = reader.bytes().length;
  });
  afterAll(async () => guest[Symbol.asyncDispose]());

  test('a FIFO that ran full costs no byte and doubles none, though QEMU logs one twice', async () => {
    {
      await using port = createQemuPort(guest);
      const reader = await openForReading(port, end);
      await run(port, 'seq 300000');
      await reader.untilLength(1_000);
    }
    await untilBlocked();
    await using port = createQemuPort(guest);
    const reader = await openForReading(port, end);
    await reader.until('\n300000\r\n');
    await reader.until('$ ');
    const output = reader.bytes();

    expect(numberedLines(output)).toEqual(numbers(300_000));
    expect(readFileSync(join(guest.directory, 'serial.log')).subarray(end, end + output.length)).toEqual(
      output,
    );
    end += output.length;
  });

  test('while somebody else has the monitor, the port is joined to the log in a moment of silence', async () => {
    const other = connect(join(guest.directory, 'qmp.sock'));
    await once(other, 'data');
    await using port = createQemuPort(guest);
    const reader = await openForReading(port, end);
    await reader.untilPower('running');
    await run(port, 'seq 30000');
    await reader.until('\n30000\r\n');
    await reader.until('$ ');
    other.destroy();

    expect(numberedLines(reader.bytes())).toEqual(numbers(30_000));
    end += reader.bytes().length;
  });

  test.each([
    ['while output comes', true],
    ['when its relay stops', false],
  ])('a log that its full disk cut short is as long as what was read again %s', async (_, isMeasured) => {
    {
      await using port = createQemuPort(guest);
      const reader = await openForReading(port, end);
      await run(port, 'echo be"fore"');
      await reader.until('before\r\n');
      truncateSync(join(guest.directory, 'serial.log'), logSize() - 500);
      await run(port, 'seq 1000');
      await reader.until('\n1000\r\n');
      await reader.until('$ ');
      if (isMeasured) await eventually(() => logSize() === end + reader.bytes().length);
      end += reader.bytes().length;
    }
    await using port = createQemuPort(guest);
    const reader = await openForReading(port, end);
    await run(port, 'echo af"ter"');
    await reader.until('after\r\n');

    expect(reader.bytes().toString()).toMatch(/^echo af"ter"\r\nafter\r\n/);
    end += reader.bytes().length;
  });

  test('a log that is shorter than what was kept is another log: all of it is new', async () => {
    await using port = createQemuPort(guest);
    const before = readFileSync(join(guest.directory, 'serial.log'));
    const reader = await openForReading(port, before.length + 1_000);
    const moved = reader.bytes();
    await run(port, 'echo and "on"');
    await reader.until('and on\r\n');

    expect(moved.equals(before)).toBe(true);
    expect(logSize()).toBeGreaterThan(2 * before.length + 1_000);
  });
});
