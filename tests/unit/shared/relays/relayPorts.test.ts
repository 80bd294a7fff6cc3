import { expect, test } from 'vitest';
import { changedPorts, portsOf } from '../../../../shared/relays/relayPorts.ts';
import { aTarget, hash } from '../../../support/sessionFacts.ts';

const aPort = (portId: string) => ({ portId, targetResourceId: `/${portId}`, bootLog: null });

test('a relay has the machines that the fleet gives it, and is told which guests are logged out', () => {
  const targets = [
    aTarget({ logOutOnLeave: true }),
    aTarget({ resourceId: '/other', relayId: 'relay-02' }),
    aTarget({ resourceId: '/plain' }),
  ];

  const ports = portsOf({ hash, targets }, 'relay-01');

  expect(ports.map(({ targetResourceId, logOut }) => [targetResourceId, logOut])).toEqual([
    [aTarget().resourceId, 'Linux'],
    ['/plain', undefined],
  ]);
});

test.each([
  ['the same', ['a', 'b'], {}],
  ['one that came', ['a'], { ports: [aPort('b')] }],
  ['one that went', ['a', 'b', 'c'], { lostPorts: ['c'] }],
  ['all anew', ['c'], { ports: [aPort('a'), aPort('b')], lostPorts: ['c'] }],
])('a relay that reports %s hears what it does not know', (_, reported, changed) => {
  expect(changedPorts([aPort('a'), aPort('b')], reported)).toEqual(changed);
});
