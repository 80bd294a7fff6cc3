import { expect, test } from 'vitest';
import { sessionResource } from '../../../../shared/contracts/session.ts';
import { toSessionResource } from '../../../../shared/sessions/toResource.ts';
import { resourceGroup } from '../../../support/accessFacts.ts';
import { aSession, start } from '../../../support/sessionFacts.ts';

test('a live session as the API shows it', () => {
  const session = aSession({ ticketHash: 'never-shown', connectionId: 'never-shown' });

  const shown = toSessionResource(session, start + 90_000, true);

  expect(shown).toEqual({
    sessionId: session.sessionId,
    startTime: '2026-11-01T12:00:00.000Z',
    targetSubscriptionId: '00000000-0000-4000-8000-000000000001',
    resourceType: 'VM',
    targetHostName: 'web01',
    targetResourceGroup: 'rg-hub',
    userName: 'Alice',
    targetIpAddress: '10.0.0.11',
    protocol: 'Serial',
    targetResourceId: session.targetResourceId,
    sessionDurationInMins: 1.5,
    sourceIpAddress: '203.0.113.7',
    userEmail: 'alice@contoso.example',
    principalId: '20000000-0000-4000-8000-0000000000aa',
    mode: 'operator',
    state: 'Active',
    lastActivityTime: '2026-11-01T12:00:00.000Z',
    relayId: 'relay-01',
    allowedActions: ['disconnect'],
  });
  expect(sessionResource.parse(shown)).toEqual(shown);
});

test('an ended session says when, why, by whom and with what words, and lasted until its end', () => {
  const end = {
    state: 'Ended',
    endTime: start + 60_000,
    endReason: 'TakenOver',
    endedBy: 'Bob',
    endMessage: 'sorry',
  } as const;

  const shown = toSessionResource(aSession(end), start + 999_999, true);

  expect(shown).toMatchObject({
    ...end,
    endTime: '2026-11-01T12:01:00.000Z',
    sessionDurationInMins: 1,
    allowedActions: [],
  });
});

test('who may not disconnect is offered no action', () => {
  expect(toSessionResource(aSession(), start, false).allowedActions).toEqual([]);
});

test('a clock that went backwards gives no negative duration', () => {
  expect(toSessionResource(aSession(), start - 5_000, true).sessionDurationInMins).toBe(0);
});

test('an instance of a scale set is a VMSS', () => {
  const targetResourceId = `${resourceGroup}/providers/Microsoft.Compute/virtualMachineScaleSets/vmss-app/virtualMachines/0`;

  expect(toSessionResource(aSession({ targetResourceId }), start, true).resourceType).toBe('VMSS');
});
