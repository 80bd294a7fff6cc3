import fc from 'fast-check';
import { expect, test } from 'vitest';
import { parseSessionFilter } from '../../../../portal/sessions/parseSessionFilter.ts';
import { endReasons, sessionProtocols, sessionStates } from '../../../../shared/contracts/session.ts';
import { parseFilter } from '../../../../shared/sessions/filter/parseFilter.ts';
import type { Session } from '../../../../shared/sessions/session.ts';
import { toSessionResource } from '../../../../shared/sessions/toResource.ts';
import { resourceGroup } from '../../../support/accessFacts.ts';
import { aSession, start } from '../../../support/sessionFacts.ts';

const now = start + 90 * 60_000;
const instance = `${resourceGroup}/providers/Microsoft.Compute/virtualMachineScaleSets/vmss-app/virtualMachines/1`;

function isShown(filter: string, over: Partial<Session> = {}): boolean {
  const session = aSession({ lastActivityTime: start + 60 * 60_000, ...over });
  const { condition, fault } = parseSessionFilter(filter);
  if (fault !== undefined) throw fault;
  return condition?.matches(toSessionResource(session, now, true), now) ?? true;
}

test.each<[string, Partial<Session>, boolean]>([
  ['', {}, true],
  ['   ', {}, true],
  ['user:ali', {}, true],
  ['USER:ALICE@CONTOSO', {}, true],
  ['user:bob', {}, false],
  ['user:bob,alice', {}, true],
  ['user:"Alice Smith"', { userName: 'Alice Smith' }, true],
  ['user:"Alice Smith"', {}, false],
  [String.raw`user:"the \"real\" Alice"`, { userName: 'The "real" Alice' }, true],
  ['user:20000000-0000-4000-8000-0000000000aa', {}, true],
  ['-user:alice', {}, false],
  ['-user:bob', {}, true],
  ['vm:web', {}, true],
  ['vm:web01', {}, true],
  ['vm:vmss-app_1', { targetResourceId: instance }, true],
  ['ip:203.0.113.0/24', {}, true],
  ['ip:203.0.113.7', {}, true],
  ['ip:10.0.0.0/8', {}, false],
  ['ip:10.0.0.0/8,203.0.113.7', {}, true],
  ['ip:203.0', {}, true],
  ['ip:204.', {}, false],
  ['ip:2001:db8::/32', { sourceIpAddress: '2001:db8::7' }, true],
  ['protocol:SERIAL', {}, true],
  ['protocol:ssh,rdp', {}, false],
  ['state:active', {}, true],
  ['state:pending', {}, false],
  ['mode:observer', {}, false],
  ['reason:IdleTimeout', { state: 'Ended', endTime: now, endReason: 'IdleTimeout' }, true],
  ['reason:IdleTimeout', {}, false],
  ['idle>29m', {}, true],
  ['idle>30m', {}, false],
  ['idle>=30m', {}, true],
  // The API counts in hundredths of a minute, and the page with it.
  ['idle>30m', { lastActivityTime: now - 30 * 60_000 - 100 }, false],
  ['idle<30m', {}, false],
  ['idle<=0h30m', {}, true],
  ['idle>29', {}, true],
  ['idle>1d', {}, false],
  // As people write who think of a sentence, or on a keyboard for Japanese.
  ['user: bob', {}, false],
  ['user : alice vm:web', {}, true],
  ['idle > 30m', {}, false],
  ['idle >= 30m', {}, true],
  ['-vm: web', {}, false],
  ['user：alice　idle＞29m', {}, true],
  ['user：bob、alice', {}, true],
  ['－user：alice', {}, false],
  ['ip:2001:db8', { sourceIpAddress: '2001:db8::7' }, true],
  ['age>89m59s', {}, true],
  ['age>1h30m', {}, false],
  ['-idle>29m', {}, false],
  ['web', {}, true],
  ['203.0', {}, true],
  ['serial', {}, true],
  ['nobody', {}, false],
  ['-nobody', {}, true],
  ['"Alice Smith"', { userName: 'Alice Smith' }, true],
  ['user:alice vm:web protocol:serial idle>5m', {}, true],
  ['user:alice vm:db', {}, false],
])('the filter %s with %o shows the row: %s', (filter, over, expected) => {
  expect(isShown(filter, over)).toBe(expected);
});

test.each([
  ['user:"alice', { code: 'noClosingQuote', position: 0 }],
  ['web "al', { code: 'noClosingQuote', position: 4 }],
  ['vm:web usr:alice', { code: 'unknownKey', position: 7, length: 9, text: 'usr' }],
  ['user:', { code: 'noValue', position: 0, expected: ['user:alice'] }],
  ['user: ip:10.0.0.0/8', { code: 'noValue', position: 0, length: 5, expected: ['user:alice'] }],
  ['vm:web  idle > soon', { code: 'notADuration', position: 8, length: 11, text: 'soon' }],
  ['ip:300.1.1.1', { code: 'notAnAddress', text: '300.1.1.1' }],
  ['ip:10.0.0.0.1', { code: 'notAnAddress', text: '10.0.0.0.1' }],
  ['ip:,', { code: 'noValue', expected: ['ip:10.0.0.0/8'] }],
  ['idle:30m', { code: 'wrongOperator', expected: ['idle>30m'] }],
  ['user>alice', { code: 'wrongOperator', expected: ['user:alice'] }],
  ['  protocol:telnet', { code: 'unknownValue', position: 2, text: 'telnet', expected: sessionProtocols }],
  ['ip:10.0.0.0/33', { code: 'notAnAddress', text: '10.0.0.0/33' }],
  ['ip:web', { code: 'notAnAddress', text: 'web' }],
  ['idle>soon', { code: 'notADuration', text: 'soon' }],
  ['idle>-3m', { code: 'notADuration', text: '-3m' }],
])('what cannot be read is told with its place: %s', (filter, fault) => {
  expect(parseSessionFilter(filter)).toMatchObject({ condition: undefined, fault });
});

test.each([
  ['user:alice', "contains(userName,'alice') or contains(userEmail,'alice') or principalId eq 'alice'"],
  ['protocol:ssh', "protocol eq 'SSH'"],
  ['idle>1h protocol:ssh,rdp', "idleMinutes gt 60 and (protocol eq 'SSH' or protocol eq 'RDP')"],
  ['-ip:10.0.0.0/8', "not (ipInRange(sourceIpAddress,'10.0.0.0/8'))"],
  [`vm:o'neil`, "contains(targetName,'o''neil') or contains(targetHostName,'o''neil')"],
])('the API is asked the same: %s', (filter, odata) => {
  expect(parseSessionFilter(filter).condition?.odata).toBe(odata);
});

const anyWord = fc.oneof(
  fc.constantFrom('alice', 'web', 'vm-', '203.', "o'neil", 'a b', 'Ä', '%', 'x or y'),
  fc.string({ minLength: 1, maxLength: 6 }).filter((text) => /\S/.test(text)),
);
const quote = (text: string): string => `"${text.replaceAll(/["\\]/g, String.raw`\$&`)}"`;
const anyTerm = fc.oneof(
  fc.tuple(fc.constantFrom('user', 'vm'), anyWord).map(([key, value]) => `${key}:${quote(value)}`),
  anyWord.map(quote),
  fc
    .tuple(fc.constantFrom('203.0.113.7', '10.1.2.3', '::1'), fc.integer({ min: 0, max: 32 }))
    .map(([address, prefix]) => `ip:${address}/${prefix}`),
  fc
    .subarray([...sessionProtocols], { minLength: 1 })
    .map((protocols) => `protocol:${protocols.join(',').toLowerCase()}`),
  fc.constantFrom(...sessionStates).map((state) => `state:${state}`),
  fc.constantFrom(...endReasons).map((reason) => `reason:${reason}`),
  fc
    .tuple(
      fc.constantFrom('idle', 'age'),
      fc.constantFrom('>', '>=', '<', '<='),
      fc.integer({ min: 0, max: 9_999 }),
      fc.constantFrom('s', 'm', 'h', ''),
    )
    .map((parts) => parts.join('')),
);
const anyFilter = fc
  .array(fc.tuple(fc.constantFrom('', '-'), anyTerm), { minLength: 1, maxLength: 5 })
  .map((terms) => terms.map((term) => term.join('')).join(' '));
const anySession = fc
  .record({
    userName: anyWord,
    userEmail: anyWord,
    targetHostName: anyWord,
    sourceIpAddress: fc.constantFrom('203.0.113.7', '10.1.2.3', '2001:db8::7', ''),
    protocol: fc.constantFrom(...sessionProtocols),
    idleSeconds: fc.nat(5_400),
    end: fc.option(fc.constantFrom(...endReasons), { nil: undefined }),
  })
  .map(({ idleSeconds, end, ...over }) =>
    aSession({
      ...over,
      lastActivityTime: now - idleSeconds * 1_000,
      ...(end === undefined ? {} : { state: 'Ended', endReason: end, endTime: now }),
    }),
  );

test('the page and the API agree about every filter and session', () => {
  fc.assert(
    fc.property(anyFilter, anySession, (filter, session) => {
      const { condition } = parseSessionFilter(filter);
      const row = toSessionResource(session, now, false);

      expect(condition?.matches(row, now)).toBe(parseFilter(condition?.odata ?? '')({ session, now }));
    }),
    { numRuns: 2_000 },
  );
});

test('whatever is typed is read, or refused with a place within it', () => {
  const marks = fc.constantFrom('"', ':', '-', ' ', ',', '>', '=', '\\', 'user', 'idle', '10.0.0.0/8', '\t');
  const anyText = fc.oneof(
    fc.string({ maxLength: 40 }),
    fc.array(marks, { maxLength: 20 }).map((all) => all.join('')),
  );
  fc.assert(
    fc.property(anyText, (text) => {
      const { condition, fault } = parseSessionFilter(text);

      if (condition !== undefined) parseFilter(condition.odata);
      else if (fault !== undefined) expect(fault.position + fault.length).toBeLessThanOrEqual(text.length);
      else expect(text.trim()).toBe('');
    }),
    { numRuns: 5_000 },
  );
});
