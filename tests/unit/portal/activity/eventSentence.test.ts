import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { eventSentence, reasonText } from '../../../../portal/activity/eventSentence.ts';
import type { Translate } from '../../../../portal/i18n/i18n.ts';
import { languages } from '../../../../portal/i18n/languages.ts';
import { auditEvents } from '../../../../shared/contracts/audit.ts';
import type { AuditLogEntry } from '../../../../shared/contracts/auditLog.ts';
import { powerActions } from '../../../../shared/contracts/machineOperation.ts';

const locales = new URL('../../../../portal/locales/', import.meta.url);

type Words = { readonly [key: string]: string | Words };

/** As i18next does it for texts without a count. */
function wordsOf(language: string): Translate {
  const find = (key: string): string => {
    const [area = '', path = ''] = key.split(':');
    const words = JSON.parse(readFileSync(new URL(`${language}/${area}.json`, locales), 'utf8')) as Words;
    let found: string | Words | undefined = words;
    for (const part of path.split('.')) found = typeof found === 'object' ? found[part] : undefined;
    if (typeof found !== 'string') throw new Error(`${language} has no ${key}`);
    return found;
  };
  const say = (key: string, values: Record<string, string> = {}): string =>
    find(key).replaceAll(/\{\{(\w+)\}\}/g, (_, name: string) => values[name] ?? `<${name}>`);
  return say as unknown as Translate;
}

const t = wordsOf('en');
const group = '/subscriptions/s-1/resourceGroups/rg-hub';
const vm = `${group}/providers/Microsoft.Compute/virtualMachines/vm-web-01`;
const bastion = `${group}/providers/Microsoft.Network/bastionHosts/bastion-hub`;
const names = {
  place: (scope: string) => `named ${scope}`,
  person: (id: string) => (id === 'p-bob' ? 'Bob' : undefined),
};
const row = (over: Partial<AuditLogEntry>): AuditLogEntry => ({
  time: '2026-11-21T12:00:00.000Z',
  event: 'connect',
  outcome: 'Success',
  principalId: 'p-alice',
  userName: 'alice@contoso.example',
  sourceIpAddress: '203.0.113.7',
  scope: vm,
  ...over,
});

test.each<[Partial<AuditLogEntry>, string]>([
  [{}, 'Connected to vm-web-01'],
  [
    { event: 'disconnect', scope: bastion, targetResourceId: vm, affectedUserName: 'bob@contoso.example' },
    'Disconnected bob@contoso.example from vm-web-01',
  ],
  [{ event: 'takeover', affectedPrincipalId: 'p-bob' }, 'Took over the console of vm-web-01 from Bob'],
  [{ event: 'lock', affectedPrincipalId: 'p-other' }, 'Locked p-other out of vm-web-01'],
  [{ event: 'lock', reason: 'incident-7: everybody: fire' }, 'Locked everybody out of vm-web-01'],
  [
    { event: 'roleAssigned', scope: '/subscriptions/s-1', affectedPrincipalId: 'p-bob', roleName: 'Reader' },
    'Gave Bob the role Reader at named /subscriptions/s-1',
  ],
  [{ event: 'power', action: 'restart' }, 'Restart vm-web-01'],
  [{ event: 'adminCommand', action: 'sysrq' }, 'Sent SYSRQ to vm-web-01'],
  [
    { event: 'refused', action: 'Microsoft.SerialConsole/serialPorts/connect/action' },
    'Was refused “Open the serial console” at vm-web-01',
  ],
  [{ event: 'refused', action: 'Other/thing/read' }, 'Was refused “Other/thing/read” at vm-web-01'],
])('%j is told as %j', (over, expected) => {
  expect(eventSentence(t, row(over), names)).toBe(expected);
});

test.each<[Partial<AuditLogEntry>, string]>([
  [{ event: 'disconnect', scope: bastion }, 'Disconnected somebody: bastion-hub'],
  [{ event: 'roleAssigned' }, 'Role assigned: vm-web-01'],
  [{ event: 'refused' }, 'Refused: vm-web-01'],
  [{ event: 'power' }, 'Power: vm-web-01'],
  [{ event: 'teleport' }, 'teleport: vm-web-01'],
])('a row without what its sentence needs, %j, is told as %j', (over, expected) => {
  expect(eventSentence(t, row(over), names)).toBe(expected);
});

test.each(Object.keys(languages))('every event has a sentence with all its names in %s', (language) => {
  const say = wordsOf(language);
  const whole = { affectedUserName: 'bob', roleName: 'Reader' };
  const told = [
    ...auditEvents.filter((event) => event !== 'power').map((event) => ({ event, action: 'nmi' })),
    ...powerActions.map((action) => ({ event: 'power', action })),
  ].map((over) => eventSentence(say, row({ ...whole, ...over }), names));

  expect(told.filter((text) => text.includes('<') || text.includes('{'))).toEqual([]);
  expect(new Set(told).size).toBe(told.length);
});

test('why a session ended is in words, and what somebody wrote stays as it is', () => {
  const reason = 'DisconnectedByAdministrator: Oscar Ops: maintenance';

  expect(reasonText(t, row({ event: 'end', reason }))).toBe(
    'Disconnected by an administrator: Oscar Ops: maintenance',
  );
  expect(reasonText(t, row({ event: 'end', reason: 'NewReason' }))).toBe('NewReason');
  expect(reasonText(t, row({ event: 'lock', reason: 'Locked: x' }))).toBe('Locked: x');
});
