import { expect, test } from 'vitest';
import { Lease } from '../../../../relay/lease/lease.ts';

const hourMs = 3_600_000;

function createWorld() {
  const machine = { wall: Date.UTC(2026, 10, 21), monotonic: 5_000 };
  const now = (): number => machine.wall;
  const lease = new Lease({
    now,
    monotonicMs: () => machine.monotonic,
    holder: 'folder',
    process: 'me',
  });
  const grant = (): void => lease.grant({ fence: 7, forMs: 40_000 }, lease.moment());
  const pass = (milliseconds: number): void => {
    machine.wall += milliseconds;
    machine.monotonic += milliseconds;
  };
  return { machine, lease, grant, pass };
}

test('a lease is held for as long as it was given, counted from when it was asked for', () => {
  const { lease, grant, pass } = createWorld();
  grant();
  pass(39_999);
  const isHeld = lease.isHeld;
  pass(1);

  expect([isHeld, lease.isHeld]).toEqual([true, false]);
});

test('a clock that is set forward costs the lease until the next one, for it may be a sleep', () => {
  const { machine, lease, grant, pass } = createWorld();
  grant();
  machine.wall += hourMs;
  const isHeld = lease.isHeld;
  pass(5_000);
  grant();

  expect([isHeld, lease.isHeld]).toEqual([false, true]);
});

test('a clock that is set back makes no lease longer', () => {
  const { machine, lease, grant, pass } = createWorld();
  grant();
  machine.wall -= hourMs;
  const isHeld = lease.isHeld;
  pass(40_000);

  expect([isHeld, lease.isHeld]).toEqual([true, false]);
});

test('a lease that was ended is not given again', () => {
  const { lease, grant } = createWorld();
  grant();
  lease.end();
  grant();

  expect(lease.isHeld).toBe(false);
  expect(() => lease.require()).toThrow('its lease has run out');
});
