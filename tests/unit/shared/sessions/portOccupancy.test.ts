import { expect, test } from 'vitest';
import { occupancyOf } from '../../../../shared/sessions/portOccupancy.ts';
import { aSession } from '../../../support/sessionFacts.ts';

const { portId } = aSession();

test('a port that nobody uses has no operator', () => {
  expect(occupancyOf([aSession({ portId: 'another' })], portId)).toEqual({ observers: 0 });
});

test('A14 the operator is a name: no address, no session id, no principal', () => {
  expect(occupancyOf([aSession()], portId)).toEqual({ operator: 'Alice', observers: 0 });
});

test('an operator who has not connected yet holds the port, an observer counts once connected', () => {
  const sessions = [
    aSession({ state: 'Pending' }),
    aSession({ mode: 'observer' }),
    aSession({ mode: 'observer', state: 'Pending' }),
  ];

  expect(occupancyOf(sessions, portId)).toEqual({ operator: 'Alice', observers: 1 });
});

test('a session that is being ended is not there any more', () => {
  expect(occupancyOf([aSession({ state: 'Disconnecting' })], portId)).toEqual({ observers: 0 });
});
