import fc from 'fast-check';
import { expect, test } from 'vitest';
import { Player } from '../../../../portal/replay/player.ts';
import { maxSeekBytes } from '../../../../portal/replay/renderer.ts';
import type { Screen } from '../../../../portal/replay/screen.ts';
import { Timeline } from '../../../../portal/replay/timeline.ts';
import { manualClock } from '../../../support/manualClock.ts';
import { createManualSchedule } from '../../../support/manualSchedule.ts';

const bytesOf = (text: string): Uint8Array => new TextEncoder().encode(text);

/** Shows what a terminal would: everything since the last reset. */
class TextScreen implements Screen {
  shown = '';
  resets = 0;
  sizes: string[] = [];
  reset(): void {
    this.shown = '';
    this.resets += 1;
  }
  resize({ columns, rows }: { columns: number; rows: number }): void {
    if (this.sizes.at(-1) !== `${columns}x${rows}`) this.sizes.push(`${columns}x${rows}`);
  }
  async write(bytes: Uint8Array): Promise<void> {
    await Promise.resolve();
    this.shown += new TextDecoder().decode(bytes);
  }
}

/** Letters of the alphabet at these times. */
function aPlayer(times: readonly number[]) {
  const timeline = new Timeline();
  for (const [index, timeMs] of times.entries()) {
    timeline.add({ kind: 'output', timeMs, bytes: bytesOf(String.fromCharCode(97 + index)) });
  }
  const clock = manualClock(0);
  const timers = createManualSchedule();
  const screen = new TextScreen();
  const player = new Player({ timeline, screen, now: clock.now, schedule: timers.schedule });
  const settle = (): Promise<void> => new Promise((resolve) => void setImmediate(resolve));
  async function pass(milliseconds: number): Promise<void> {
    for (let passed = 0; passed < milliseconds; passed += 20) {
      clock.advance(20);
      timers.runAll();
      await settle();
    }
  }
  return { timeline, screen, player, pass, settle };
}

test('plays in the time in which it was recorded', async () => {
  const { player, screen, pass } = aPlayer([0, 1_000, 1_500, 3_000]);

  player.play();
  await pass(1_100);

  expect(screen.shown).toBe('ab');
  await pass(500);
  expect(screen.shown).toBe('abc');
  expect(player.snapshot).toMatchObject({ state: 'playing', positionMs: 1_600, endMs: 3_000 });
});

test.each([
  [0.5, 2_000],
  [4, 250],
  [16, 62.5],
] as const)('at %s times the speed a second lasts %s ms', async (speed, lastsMs) => {
  const { player, screen, pass } = aPlayer([0, 1_000, 9_000]);
  player.setSpeed(speed);

  player.play();
  await pass(lastsMs - 25);

  expect(screen.shown).toBe('a');
  await pass(40);
  expect(screen.shown).toBe('ab');
});

test('a change of the speed holds from now on', async () => {
  const { player, pass } = aPlayer([0, 60_000]);
  player.skipSilence(false);
  player.play();
  await pass(1_000);

  player.setSpeed(2);
  await pass(1_000);

  expect(player.snapshot.positionMs).toBe(3_000);
});

test('a pause holds the screen and the place', async () => {
  const { player, screen, pass } = aPlayer([0, 1_000]);
  player.play();
  await pass(500);

  player.pause();
  await pass(5_000);

  expect(screen.shown).toBe('a');
  expect(player.snapshot).toMatchObject({ state: 'paused', positionMs: 500 });
});

test('silence is cut to two seconds, and only where that is wished', async () => {
  const { player, screen, pass } = aPlayer([0, 600_000, 600_500]);
  player.play();

  await pass(1_900);
  expect(screen.shown).toBe('a');
  await pass(200);
  expect(screen.shown).toBe('ab');

  player.seek(0);
  player.skipSilence(false);
  await pass(5_000);
  expect(screen.shown).toBe('a');
});

test('who goes into a silence stays there for the two seconds', async () => {
  const { player, screen, pass } = aPlayer([0, 600_000]);
  player.play();

  player.seek(300_000);
  await pass(1_800);

  expect(player.snapshot.positionMs).toBe(301_800);
  expect(screen.shown).toBe('a');
});

test('a seek back writes again what led there', async () => {
  const { player, screen, settle } = aPlayer([0, 1_000, 2_000, 3_000]);

  player.seek(3_000);
  await settle();
  expect(screen.shown).toBe('abcd');
  player.seek(1_200);
  await settle();

  expect(screen.shown).toBe('ab');
  expect(screen.resets).toBe(2);
});

test('a seek forwards goes on with what is shown', async () => {
  const { player, screen, settle } = aPlayer([0, 1_000, 2_000]);
  player.seek(1_000);
  await settle();

  player.seek(2_000);
  await settle();

  expect(screen).toMatchObject({ shown: 'abc', resets: 1 });
});

test('of seeks one after the other only the last one is shown to its end', async () => {
  const { timeline, player, screen, settle } = aPlayer([0]);
  timeline.add({ kind: 'output', timeMs: 1_000, bytes: bytesOf('x'.repeat(5_000_000)) });
  timeline.add({ kind: 'output', timeMs: 2_000, bytes: bytesOf('y') });

  player.seek(2_000);
  player.seek(0);
  await settle();

  expect(screen.shown).toBe('a');
  expect(player.snapshot).toMatchObject({ positionMs: 0, isSeeking: false });
});

test('hours of a flood are not written again for a seek', async () => {
  const { timeline, player, screen, settle } = aPlayer([0]);
  for (let second = 1; second <= 20; second += 1) {
    timeline.add({
      kind: 'output',
      timeMs: second * 1_000,
      bytes: bytesOf(String(second % 10).repeat(1_000_000)),
    });
  }

  player.seek(20_000);
  await settle();

  expect(screen.shown.length).toBeLessThanOrEqual(maxSeekBytes);
  expect(screen.shown.endsWith('0')).toBe(true);
});

test('the screen has the size of what it shows', async () => {
  const { timeline, player, screen, settle } = aPlayer([0]);
  timeline.add({ kind: 'resize', timeMs: 500, columns: 132, rows: 43 });
  timeline.add({ kind: 'output', timeMs: 600, bytes: bytesOf('wide') });

  player.seek(600);
  await settle();

  expect(screen.sizes).toEqual(['80x25', '132x43']);
});

test('at the end of a recording that grows it waits, and goes on with what is new', async () => {
  const { timeline, player, screen, pass } = aPlayer([0]);
  player.play();
  await pass(40);
  expect(player.snapshot.state).toBe('waiting');

  timeline.add({ kind: 'output', timeMs: 90_000, bytes: bytesOf('later') });
  player.grown();
  await pass(40);

  expect(screen.shown).toBe('alater');
  expect(player.snapshot.state).toBe('waiting');
});

test('a recording that is complete ends, and plays from the beginning when it is asked again', async () => {
  const { player, screen, pass } = aPlayer([0, 100]);
  player.complete();
  player.play();
  await pass(200);
  expect(player.snapshot).toMatchObject({ state: 'ended', positionMs: 100 });

  player.play();

  expect(player.snapshot).toMatchObject({ state: 'playing', positionMs: 0 });
  await pass(200);
  expect(screen.shown).toBe('ab');
});

test('who waits for more learns that there is none', async () => {
  const { player, pass } = aPlayer([0]);
  player.play();
  await pass(40);

  player.complete();

  expect(player.snapshot.state).toBe('ended');
});

test('a closed player writes no more', async () => {
  const { player, screen, pass } = aPlayer([0, 100]);
  player.play();

  player[Symbol.dispose]();
  await pass(500);

  expect(screen.shown).toBe('');
});

test('wherever one goes, the screen shows what was printed until then', async () => {
  const anyTimes = fc
    .array(fc.nat(10_000), { minLength: 1, maxLength: 20 })
    .map((all) => all.toSorted((a, b) => a - b));
  const anyStep = fc.oneof(
    fc.record({ kind: fc.constant('seek' as const), to: fc.nat(12_000) }),
    fc.record({ kind: fc.constant('play' as const), to: fc.nat(300) }),
  );
  await fc.assert(
    fc.asyncProperty(anyTimes, fc.array(anyStep, { maxLength: 8 }), async (times, steps) => {
      const { player, screen, pass, settle } = aPlayer(times);

      for (const { kind, to } of steps) {
        if (kind === 'seek') player.seek(to);
        else {
          player.play();
          await pass(to);
          player.pause();
        }
        await settle();

        const count = times.filter((timeMs) => timeMs <= player.snapshot.positionMs).length;
        if (kind === 'seek' || screen.shown !== '') {
          expect(screen.shown).toBe('abcdefghijklmnopqrst'.slice(0, count));
        }
      }
    }),
    { numRuns: 100 },
  );
});
