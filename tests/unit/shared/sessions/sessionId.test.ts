import fc from 'fast-check';
import { expect, test } from 'vitest';
import { bastionKeyOf, newSessionId } from '../../../../shared/sessions/sessionId.ts';

const bytes = fc.uint8Array({ minLength: 10, maxLength: 12 });
const time = fc.integer({ min: 0, max: 4e12 });
const bastionKey = '0123456789ab';

test('an id names its partition and holds nothing that a group or a table key may not', () => {
  fc.assert(
    fc.property(time, bytes, (now, random) => {
      const id = newSessionId({ now, random, bastionKey });
      expect(id).toMatch(/^[0-9a-z]{9}-[0-9a-v]{16}-[0-9a-f]{12}$/);
      expect(bastionKeyOf(id)).toBe(bastionKey);
    }),
  );
});

test('an id with too little randomness is none', () => {
  expect(bastionKeyOf(newSessionId({ now: 0, random: new Uint8Array(0), bastionKey }))).toBeUndefined();
});

test('later ids sort first', () => {
  fc.assert(
    fc.property(time, fc.integer({ min: 1, max: 1e6 }), bytes, bytes, (now, laterBy, one, two) => {
      const early = newSessionId({ now, random: one, bastionKey });
      expect(newSessionId({ now: now + laterBy, random: two, bastionKey }) < early).toBe(true);
    }),
  );
});

test('all 80 random bits are in the id', () => {
  const id = (random: Uint8Array) => newSessionId({ now: 0, random, bastionKey });
  const base = id(new Uint8Array(10));
  for (let bit = 0; bit < 80; bit += 1) {
    const random = new Uint8Array(10);
    random[bit >> 3] = 0x80 >> (bit & 7);
    expect(id(random)).not.toBe(base);
  }
});

test.each([
  '',
  'x',
  '../x',
  `${'0'.repeat(9)}-${'0'.repeat(16)}-${'g'.repeat(12)}`,
  "a' or 'b",
  'a#b?c/d\\e',
  `${'0'.repeat(9)}-${'0'.repeat(16)}-${'0'.repeat(12)}\n`,
])('A26 %j is no session id', (text) => {
  expect(bastionKeyOf(text)).toBeUndefined();
});
