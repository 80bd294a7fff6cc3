import { expect, test } from 'vitest';
import type { OperatorLock } from '../../shared/sessions/ports.ts';

let serial = 0;
const aPort = (): string => `${Date.now().toString(16)}${(serial += 1)}`;

/** The promises of `OperatorLock`. */
export function testOperatorLock(open: () => Promise<OperatorLock>): void {
  test('a free port is claimed, a held one tells its holder, claiming again changes nothing', async () => {
    const lock = await open();
    const port = aPort();

    expect(await lock.claim(port, 's1')).toBe('s1');
    expect(await lock.claim(port, 's2')).toBe('s1');
    expect(await lock.claim(port, 's1')).toBe('s1');
  });

  test('a port is taken from the holder that was named and from no other', async () => {
    const lock = await open();
    const port = aPort();
    await lock.claim(port, 's1');

    expect(await lock.claim(port, 's2', 's0')).toBe('s1');
    expect(await lock.claim(port, 's2', 's1')).toBe('s2');
    expect(await lock.claim(port, 's3', 's1')).toBe('s2');
  });

  test('a port that is free by now is claimed whoever was named', async () => {
    const lock = await open();

    expect(await lock.claim(aPort(), 's2', 'gone')).toBe('s2');
  });

  test('only its holder frees a port, and may do so again', async () => {
    const lock = await open();
    const port = aPort();
    await lock.claim(port, 's1');

    await lock.release(port, 's2');
    expect(await lock.claim(port, 's2')).toBe('s1');
    await lock.release(port, 's1');
    await lock.release(port, 's1');
    expect(await lock.claim(port, 's2')).toBe('s2');
  });

  test('of twenty who claim at once one holds the port and all know who', async () => {
    const lock = await open();
    const port = aPort();

    const holders = await Promise.all(
      Array.from({ length: 20 }, (_, index) => lock.claim(port, `s${index}`)),
    );

    expect(new Set(holders).size).toBe(1);
    expect(await lock.claim(port, 'late')).toBe(holders[0]);
  });

  test('of ten who take over from one holder at once one holds the port', async () => {
    const lock = await open();
    const port = aPort();
    await lock.claim(port, 'before');

    const holders = await Promise.all(
      Array.from({ length: 10 }, (_, index) => lock.claim(port, `s${index}`, 'before')),
    );

    expect(new Set(holders).size).toBe(1);
  });

  test('who holds a port can be asked, and a free one has nobody', async () => {
    const lock = await open();
    const port = aPort();
    const before = await lock.holder(port);

    await lock.claim(port, 's1');

    expect([before, await lock.holder(port)]).toEqual([undefined, 's1']);
  });

  test('ports are independent', async () => {
    const lock = await open();

    expect(await lock.claim(aPort(), 's1')).toBe('s1');
    expect(await lock.claim(aPort(), 's2')).toBe('s2');
  });
}
