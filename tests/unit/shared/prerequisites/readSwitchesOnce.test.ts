import { expect, test } from 'vitest';
import { readSwitchesOnce } from '../../../../shared/prerequisites/readSwitchesOnce.ts';
import { fakeConsoleSwitches } from '../../../support/fakeConsoleSwitches.ts';

test('each subscription is read once, and apart from the others', async () => {
  const switches = fakeConsoleSwitches();
  await switches.turn('/subscriptions/b', 'off');
  const asked: string[] = [];
  const once = readSwitchesOnce({
    ...switches,
    off(id) {
      asked.push(id);
      return switches.off(id);
    },
  });

  const readings = await Promise.all(['a', 'b', 'a', 'b'].map((id) => once.off(id)));

  expect(readings.map(({ size }) => size)).toEqual([0, 1, 0, 1]);
  expect(asked).toEqual(['a', 'b']);
});
