import { afterAll, beforeAll, expect, test } from 'vitest';
import type { SerialPort } from '../../relay/ports/serialPort.ts';
import { logIn } from '../support/logIn.ts';
import { numberedLines } from '../support/numberedLines.ts';
import { openForReading, type PortReader } from '../support/portReader.ts';

/** A guest that has just been switched on, with the users of infra/local/guests/guestUsers.ts. */
export type ContractGuest = AsyncDisposable & {
  /** The guest's one serial port; at most one is open at a time. */
  createPort(): SerialPort;
  /** A real login throws away what is typed within moments of its password prompt, and says so with nothing. */
  readonly passwordPromptMs: number;
};

const type = async (port: SerialPort, text: string): Promise<void> => port.write(Buffer.from(text));

/** The tests tell one story of one guest, in this order. `kept` is what a relay's journal would hold. */
export function serialPortContract(start: () => Promise<ContractGuest>): void {
  let guest: ContractGuest;
  let kept = Buffer.alloc(0);

  beforeAll(async () => {
    guest = await start();
  });
  afterAll(async () => guest[Symbol.asyncDispose]());

  async function attached(use: (port: SerialPort, reader: PortReader) => Promise<void>): Promise<void> {
    await using port = guest.createPort();
    const reader = await openForReading(port, kept.length);
    await use(port, reader);
    kept = Buffer.concat([kept, reader.bytes()]);
  }

  test('the guest boots to a login prompt on its serial port', async () => {
    await attached(async (port, reader) => {
      await reader.until('login: ');

      expect(port.power).toBe('running');
    });

    expect(kept.toString()).toContain('Linux version');
  });

  test('a wrong password is refused', async () => {
    await attached(async (port, reader) => {
      await logIn({ port, reader, ...guest, user: 'alice', password: 'wrong' });
      await reader.until('Login incorrect');
      await reader.until('login: ');
    });
  });

  test('bob, who may only come with a key, gets in with no password', async () => {
    await attached(async (port, reader) => {
      await logIn({ port, reader, ...guest, user: 'bob', password: 'correct-horse' });
      await reader.until('Login incorrect');
      await reader.until('login: ');
    });
  });

  test('alice logs in, and a command answers', async () => {
    await attached(async (port, reader) => {
      await logIn({ port, reader, ...guest, user: 'alice', password: 'correct-horse' });
      await reader.until('$ ');
      await type(port, 'echo said and answered\r');
      await reader.until('$ ');
    });

    expect(kept.toString().split('said and answered\r\n')).toHaveLength(3);
  });

  test('a port that is closed and opened in a flood loses and repeats nothing', async () => {
    const before = kept.length;
    await attached(async (port, reader) => {
      await type(port, 'seq 30000\r');
      await reader.untilLength(20_000);
    });
    for (let round = 0; round < 5; round++) {
      await attached(async (_port, reader) => reader.untilLength(8_000));
    }
    await attached(async (_port, reader) => reader.until('\n30000\r\n'));

    expect(numberedLines(kept.subarray(before))).toEqual(numbers(30_000));
  });

  test('bytes that the last relay read but did not keep are delivered again', async () => {
    const all = kept;
    kept = kept.subarray(0, all.length - 5_000);
    await attached(async (_port, reader) => reader.untilLength(5_000));

    expect(kept.subarray(0, all.length).equals(all)).toBe(true);
  });
}

const numbers = (count: number): number[] => Array.from({ length: count }, (_, index) => index + 1);
