import { expect, test } from 'vitest';
import { OutputLog } from '../../../relay/outputLog.ts';
import { PortPump } from '../../../relay/portPump.ts';
import { createFakeSerialPort } from '../../support/fakeSerialPort.ts';
import { createMemoryJournal } from '../../support/memoryJournal.ts';

const createPump = () =>
  new PortPump({
    port: createFakeSerialPort(),
    log: new OutputLog(createMemoryJournal(), 1_024),
    publish: async () => true,
    now: () => 0,
  });

test('that the last viewer left is told once, even if somebody watches again', () => {
  const pump = createPump();
  const never = pump.takeLeft();

  pump.viewers += 2;
  pump.viewers -= 1;
  const oneIsThere = pump.takeLeft();
  pump.viewers -= 1;
  pump.viewers += 1;

  expect([never, oneIsThere, pump.takeLeft(), pump.takeLeft()]).toEqual([false, false, true, false]);
});

test('what could not be told is told again', () => {
  const pump = createPump();
  pump.viewers += 1;
  pump.viewers -= 1;
  pump.takeLeft();

  pump.keepLeft();

  expect(pump.takeLeft()).toBe(true);
});
