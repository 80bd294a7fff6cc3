import { expect, test } from 'vitest';
import { createSteadyClock } from '../../../../shared/clock/steadyClock.ts';

const hourMs = 3_600_000;
const start = Date.UTC(2026, 10, 21, 12);

function createWorld(startAt = start) {
  const machine = { wall: startAt, monotonic: 5_000 };
  const clock = createSteadyClock({
    wallMs: () => machine.wall,
    monotonicMs: () => machine.monotonic,
  });
  const pass = (milliseconds: number): void => {
    machine.wall += milliseconds;
    machine.monotonic += milliseconds;
  };
  return { machine, clock, pass };
}

test.each([hourMs, -hourMs])('a machine clock that jumps by %i ms moves nothing', (jumpMs) => {
  const { machine, clock, pass } = createWorld();
  pass(1_000);
  machine.wall += jumpMs;
  pass(1_000);

  expect(clock.now()).toBe(start + 2_000);
});

test.each([hourMs, -hourMs])('a clock that was wrong by %i ms when it was read is corrected', (wrongMs) => {
  const { clock, pass } = createWorld(start + wrongMs);
  const hear = clock.ask();
  pass(100);
  hear(start);

  expect(Math.abs(clock.now() - (start + 100))).toBeLessThan(1_000);
});

test('time that passed while the machine slept is made up for', () => {
  const { machine, clock } = createWorld();
  machine.wall += hourMs;
  clock.ask()(start + hourMs);

  expect(Math.abs(clock.now() - (start + hourMs))).toBeLessThan(1_000);
});

test('what may be true is left as it is: seconds are whole, and an answer takes its time', () => {
  const { clock, pass } = createWorld(start + 999);
  const hear = clock.ask();
  pass(30_000);
  hear(start);
  clock.ask()(start + 30_000);

  expect(clock.now()).toBe(start + 30_999);
});

test('milliseconds are whole, as those of the machine are', () => {
  const { machine, clock } = createWorld();
  machine.monotonic += 1.75;

  expect(clock.now()).toBe(start + 2);
});

test('what is no time corrects nothing', () => {
  const { clock } = createWorld();
  clock.ask()(Number.NaN);

  expect(clock.now()).toBe(start);
});
