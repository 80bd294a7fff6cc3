import { expect, test } from 'vitest';
import { followFleet } from '../../../relay/followFleet.ts';
import type { RelayPort } from '../../../shared/contracts/relayApi.ts';
import { silentLog } from '../../support/silentLog.ts';

const aPort = (portId: string): RelayPort => ({ portId, targetResourceId: `/${portId}`, bootLog: null });

function createWorld() {
  const warned: unknown[] = [];
  const unheld = new Set<string>();
  const log = { ...silentLog, warn: (event: string, fields?: object) => void warned.push([event, fields]) };
  const deps = { openBlob: undefined, putPicture: undefined, log, unheld };
  return { deps, unheld, warned };
}

test('a machine that the ports file lacks is warned of once, however often it is told', () => {
  const { deps, unheld, warned } = createWorld();

  followFleet(deps, [], { ports: [aPort('a'), aPort('b')] });
  followFleet(deps, [], { ports: [aPort('a')] });

  expect([...unheld]).toEqual(['a', 'b']);
  expect(warned).toEqual([
    ['portNotInPortsFile', { target: '/a' }],
    ['portNotInPortsFile', { target: '/b' }],
  ]);
});

test('one that is not of this relay any more is forgotten, and warned of when it comes back', () => {
  const { deps, unheld, warned } = createWorld();
  followFleet(deps, [], { ports: [aPort('a')] });

  followFleet(deps, [], { lostPorts: ['a', 'b'] });
  const meanwhile = [...unheld];
  followFleet(deps, [], { ports: [aPort('a')] });

  expect([meanwhile, [...unheld], warned.length]).toEqual([[], ['a'], 2]);
});
