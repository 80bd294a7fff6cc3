import { expect, test } from 'vitest';
import { leasedPort } from '../../../../relay/lease/leasedPort.ts';
import { createFakeSerialPort } from '../../../support/fakeSerialPort.ts';

test('without the lease a guest is read and not typed at', async () => {
  const port = Object.assign(createFakeSerialPort(), { recordId: 'record-1' });
  const state = { isHeld: true };
  const leased = leasedPort(port, {
    require: () => {
      if (!state.isHeld) throw new Error('lapsed');
    },
  });
  let output = '';
  await leased.open(0, {
    onOutput: (bytes) => (output += String(Buffer.from(bytes))),
    onPower: () => undefined,
  });

  await leased.write(Buffer.from('a'));
  state.isHeld = false;
  await expect(leased.write(Buffer.from('b'))).rejects.toThrow('lapsed');
  port.print('login: ');

  expect([port.typed(), output, leased.recordId]).toEqual(['a', 'login: ', 'record-1']);
});
