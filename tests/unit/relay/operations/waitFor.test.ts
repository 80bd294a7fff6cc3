import { expect, test } from 'vitest';
import type { PortWatcher } from '../../../../relay/operations/operatedPort.ts';
import { type OutputWatch, watchOutput } from '../../../../relay/operations/waitFor.ts';
import { createManualSchedule } from '../../../support/manualSchedule.ts';

function world() {
  const clock = createManualSchedule();
  const watchers = new Set<PortWatcher>();
  const port = {
    watch: (watcher: PortWatcher) => {
      watchers.add(watcher);
      return () => watchers.delete(watcher);
    },
  };
  const print = (text: string): void => {
    for (const { onOutput } of watchers) onOutput?.(Buffer.from(text));
  };
  const watch: OutputWatch = watchOutput(port, clock.schedule);
  return { clock, print, watch };
}

/** Remembers the longest text that it was asked about. */
class Measured extends RegExp {
  longest = 0;
  override exec(text: string): RegExpExecArray | null {
    this.longest = Math.max(this.longest, text.length);
    return super.exec(text);
  }
}

test('what is waited for is found across two writes, and the next wait begins behind it', async () => {
  const { print, watch } = world();

  const first = watch.next(/one (\d)\n/, 1_000);
  print('one');
  print(' 1\none 2\n');
  const second = watch.next(/one (\d)\n/, 1_000);

  expect([(await first)?.[1], (await second)?.[1]]).toEqual(['1', '2']);
});

test('a guest that floods what is looked through keeps neither the relay nor its memory busy', async () => {
  const { clock, print, watch } = world();
  const pattern = new Measured(/sysrq: HELP/);

  const answer = watch.next(pattern, 1_000);
  for (let written = 0; written < 65_536; written += 1_024) print('sysrq: '.repeat(147).slice(0, 1_024));
  print('sysrq: '.repeat(9_000));
  clock.runAll();

  expect(await answer).toBeUndefined();
  expect(pattern.longest).toBeLessThanOrEqual(8_192);
});

test('a line behind a flood is found', async () => {
  const { print, watch } = world();

  const answer = watch.next(/sysrq: ([^\r\n]*)\r?\n/, 1_000);
  print('x'.repeat(100_000));
  print(`sysrq: Emergency Sync\r\n${'x'.repeat(1_000)}`);

  expect((await answer)?.[1]).toBe('Emergency Sync');
});
