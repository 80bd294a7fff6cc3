import fc from 'fast-check';
import { expect, test } from 'vitest';
import { attributeNames } from '../../../../../shared/sessions/filter/attributes.ts';
import { parseFilter } from '../../../../../shared/sessions/filter/parseFilter.ts';
import type { Session } from '../../../../../shared/sessions/session.ts';
import { toSessionResource } from '../../../../../shared/sessions/toResource.ts';
import { resourceGroup } from '../../../../support/accessFacts.ts';
import { aSession, start } from '../../../../support/sessionFacts.ts';

const now = start + 90 * 60_000;
const matches = (filter: string, over: Partial<Session> = {}): boolean =>
  parseFilter(filter)({ session: aSession({ lastActivityTime: start + 60 * 60_000, ...over }), now });
const ended: Partial<Session> = {
  state: 'Ended',
  endTime: start + 75 * 60_000,
  endReason: 'DisconnectedByAdministrator',
  endedBy: 'Olga',
  endMessage: "it's late",
};
const instance = `${resourceGroup}/providers/Microsoft.Compute/virtualMachineScaleSets/vmss-app/virtualMachines/1`;

test.each<[string, Partial<Session>, boolean]>([
  ["userName eq 'Alice'", {}, true],
  ["userName eq 'ALICE'", {}, true],
  ["USERNAME EQ 'alice'", {}, true],
  ["userName ne 'alice'", {}, false],
  ["userEmail eq 'alice@contoso.example'", {}, true],
  ["contains(userEmail,'@CONTOSO')", {}, true],
  ["contains(userEmail,'@fabrikam')", {}, false],
  ["startswith(targetName,'vm-web')", {}, true],
  ["endswith(targetResourceId,'/vm-web-01')", {}, true],
  ["targetName eq 'vmss-app_1'", { targetResourceId: instance }, true],
  ["resourceType eq 'VMSS'", { targetResourceId: instance }, true],
  ["resourceType eq 'VMSS'", {}, false],
  ["targetHostName eq 'web01'", {}, true],
  ["targetResourceGroup eq 'RG-HUB'", {}, true],
  ["targetSubscriptionId ne ''", {}, true],
  ["protocol eq 'serial'", {}, true],
  ["protocol eq 'SSH' or protocol eq 'RDP'", {}, false],
  ["mode eq 'operator'", {}, true],
  ["state eq 'Active'", {}, true],
  ["ipInRange(sourceIpAddress,'203.0.113.0/24')", {}, true],
  ["ipInRange(sourceIpAddress,'10.0.0.0/8')", {}, false],
  ["ipInRange(targetIpAddress,'10.0.0.0/8')", {}, true],
  ["ipInRange(sourceIpAddress,'2001:db8::/32')", { sourceIpAddress: '2001:DB8::7' }, true],
  ["ipInRange(sourceIpAddress,'0.0.0.0/0')", { sourceIpAddress: '' }, false],
  ["not ipInRange(sourceIpAddress,'0.0.0.0/0')", { sourceIpAddress: '' }, true],
  ['idleMinutes gt 29.9', {}, true],
  ['idleMinutes gt 30', {}, false],
  ['idleMinutes ge 30', {}, true],
  ['idleMinutes eq 15', ended, true],
  ['idleMinutes lt 0', { lastActivityTime: now + 5_000 }, false],
  ['sessionDurationInMins eq 90', {}, true],
  ['sessionDurationInMins le 75', ended, true],
  ['startTime ge 2026-11-01T12:00:00Z', {}, true],
  ['startTime gt 2026-11-01T12:00:00Z', {}, false],
  ['startTime lt 2026-11-01T12:00:00.001', {}, true],
  ['startTime eq 2026-11-01T13:00:00+01:00', {}, true],
  ["startTime ge '2026-11-01'", {}, true],
  ['startTime ge 2026-11-02', {}, false],
  ["endReason eq 'DisconnectedByAdministrator'", ended, true],
  ["endReason eq 'DisconnectedByAdministrator'", {}, false],
  ["endReason ne 'ClosedByUser'", {}, true],
  ['endReason eq null', {}, true],
  ['endReason ne null', ended, true],
  ['endTime gt 2026-11-01', {}, false],
  ["endedBy eq 'olga' and endMessage eq 'it''s late'", ended, true],
  ["userName eq 'Alice' or userName eq 'Bob' and protocol eq 'RDP'", {}, true],
  ["(userName eq 'Alice' or userName eq 'Bob') and protocol eq 'RDP'", {}, false],
  ["not (userName eq 'Bob') and not not mode eq 'operator'", {}, true],
  ["  userName\teq\n'alice'  ", {}, true],
])('%s of %j is %s', (filter, over, expected) => {
  expect(matches(filter, over)).toBe(expected);
});

test.each([
  ['userName', 9, 'expected eq'],
  ['userName eq', 12, 'expected a text'],
  ["userName = 'a'", 10, 'no meaning'],
  ["userName eq 'a", 13, 'no closing quote'],
  ["user eq 'a'", 1, 'expected an attribute: sessionId, '],
  ["__proto__ eq 'a'", 1, 'expected an attribute'],
  ["constructor(userName,'a')", 1, 'no function constructor'],
  ["userName gt 'a'", 10, 'text is compared with'],
  ['userName eq 7', 13, 'expected a text'],
  ["idleMinutes gt '30'", 16, 'expected a number'],
  ['startTime gt 30', 14, 'expected a time'],
  ['startTime gt 2026-13-45', 14, 'expected a time'],
  ['endTime gt null', 9, 'null is compared with'],
  ["state eq 'Live'", 10, "expected one of 'Pending', 'Active'"],
  ["endReason ne 'Bored'", 14, 'expected one of'],
  ["ipInRange(sourceIpAddress,'10.0.0.0/33')", 27, 'expected an address or range'],
  ["ipInRange(userName,'10.0.0.0/8')", 1, 'sourceIpAddress or targetIpAddress'],
  ["contains(idleMinutes,'3')", 1, 'attribute that is text'],
  ["contains(userName 'a')", 19, 'expected ,'],
  ["contains(userName,'a'", 22, 'expected )'],
  ["(userName eq 'a'", 17, 'expected )'],
  ["userName eq 'a')", 16, "expected 'and'"],
  ["userName eq 'a' userName eq 'b'", 17, "expected 'and'"],
  ["and userName eq 'a'", 1, 'expected an attribute'],
  ["userName eq 'a' and", 20, 'expected an attribute, a function'],
  ['', 1, 'expected an attribute, a function'],
  ["userName eq 'a'; drop", 16, 'no meaning'],
  [`${'('.repeat(21)}userName eq 'a'`, 21, 'nests at most 20'],
  [`${'not '.repeat(400)}userName eq 'a'`, 81, 'nests at most 20'],
  [`${' '.repeat(1_999)}aa`, 2_001, 'at most 2000'],
])('%s is refused at character %i: %s', (filter, position, problem) => {
  const refusal = (() => {
    try {
      parseFilter(filter);
    } catch (thrown) {
      return thrown;
    }
    return undefined;
  })();

  expect(refusal).toMatchObject({
    code: 'InvalidRequest',
    target: '$filter',
    message: expect.stringContaining(`$filter, character ${position}: `),
  });
  expect(String(refusal)).toContain(problem);
});

test('a filter of the longest length is read at once', () => {
  const filter = Array.from({ length: 100 }, () => "mode eq 'op'")
    .join(' or ')
    .slice(0, 1_990);

  expect(() => parseFilter(filter)).toThrow('expected one of');
});

test('every member of the list may be asked for', () => {
  const unasked = ['allowedActions'];
  const members = Object.keys(toSessionResource(aSession({ ...ended } as Partial<Session>), now, true));

  expect(members.filter((name) => !attributeNames.includes(name))).toEqual(unasked);
});

/** A condition written as text, and what it comes to by a naive reading. */
type Model = { readonly text: string; readonly holds: (session: Session) => boolean };
const words = ['Alice', 'Bob', "O'Hara", ''];
const quote = (text: string): string => `'${text.replaceAll("'", "''")}'`;
const leaf: fc.Arbitrary<Model> = fc.oneof(
  fc.constantFrom(...words).map((name) => ({
    text: `userName eq ${quote(name)}`,
    holds: (one: Session) => one.userName === name,
  })),
  fc.constantFrom(...words).map((part) => ({
    text: `contains(userName, ${quote(part)})`,
    holds: (one: Session) => one.userName.includes(part),
  })),
  fc.constantFrom('operator', 'observer').map((mode) => ({
    text: `mode ne '${mode}'`,
    holds: (one: Session) => one.mode !== mode,
  })),
  fc.integer({ min: 0, max: 90 }).map((minutes) => ({
    text: `idleMinutes gt ${minutes}`,
    holds: (one: Session) => now - one.lastActivityTime > minutes * 60_000,
  })),
);
const { model } = fc.letrec<{ model: Model }>((tie) => ({
  model: fc.oneof(
    { maxDepth: 4 },
    leaf,
    tie('model').map((one) => ({
      text: `not (${one.text})`,
      holds: (session: Session) => !one.holds(session),
    })),
    fc.tuple(tie('model'), tie('model')).map(([a, b]) => ({
      text: `(${a.text}) and (${b.text})`,
      holds: (session: Session) => a.holds(session) && b.holds(session),
    })),
    fc.tuple(leaf, leaf, leaf).map(([a, b, c]) => ({
      text: `(${a.text} or ${b.text} and ${c.text})`,
      holds: (session: Session) => a.holds(session) || (b.holds(session) && c.holds(session)),
    })),
  ),
}));
const aSubject = fc
  .record({
    userName: fc.constantFrom(...words),
    mode: fc.constantFrom('operator' as const, 'observer' as const),
    lastActivityTime: fc.integer({ min: 0, max: 90 }).map((minutes) => now - minutes * 60_000),
  })
  .map((over) => aSession(over));

test('a filter means what a naive reading of it means', () => {
  fc.assert(
    fc.property(model, aSubject, ({ text, holds }, session) => {
      fc.pre(text.length <= 2_000);
      expect(parseFilter(text)({ session, now }), text).toBe(holds(session));
    }),
    { numRuns: 1_000 },
  );
});

test('whatever is written, the answer is a condition or a refusal', () => {
  const piece = fc.oneof(
    fc.constantFrom(
      ...attributeNames,
      'and',
      'or',
      'not',
      '(',
      ')',
      ',',
      'eq',
      'gt',
      'null',
      "'x'",
      '7',
      'contains',
    ),
    fc.string({ maxLength: 3 }),
  );
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 12 }), (pieces) => {
      try {
        expect(typeof parseFilter(pieces.join(' '))({ session: aSession(), now })).toBe('boolean');
      } catch (thrown) {
        expect(thrown).toMatchObject({ code: 'InvalidRequest' });
      }
    }),
    { numRuns: 2_000 },
  );
});
