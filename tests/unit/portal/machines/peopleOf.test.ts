import { expect, test } from 'vitest';
import { peopleOf, sessionsByMachine } from '../../../../portal/machines/peopleOf.ts';
import type { SessionResource } from '../../../../shared/contracts/session.ts';
import { toSessionResource } from '../../../../shared/sessions/toResource.ts';
import { aSession, start } from '../../../support/sessionFacts.ts';

const some = toSessionResource(aSession(), start, true);
const one = (userName: string, over: Partial<SessionResource>): SessionResource => ({
  ...some,
  userName,
  ...over,
});

test('who types, who watches and who has a shell, each once and only here', () => {
  const vmId = some.targetResourceId;
  const sessions = [
    one('Vera', { protocol: 'Serial', mode: 'operator' }),
    one('Olivia', { protocol: 'Serial', mode: 'observer', targetResourceId: vmId.toUpperCase() }),
    one('Remy', { protocol: 'SSH' }),
    one('Remy', { protocol: 'RDP' }),
    one('Elsewhere', { protocol: 'Serial', mode: 'operator', targetResourceId: `${vmId}0` }),
  ];

  expect(peopleOf(sessionsByMachine(sessions)(vmId))).toEqual({
    operators: ['Vera'],
    observers: ['Olivia'],
    shells: ['Remy'],
  });
});
