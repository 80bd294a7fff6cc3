import fc from 'fast-check';
import { expect, test } from 'vitest';
import { isBase64 } from '../../../../../../infra/local/webPubSub/protocol/base64.ts';

const pattern = /^(?:[A-Za-z\d+/]{4})*(?:[A-Za-z\d+/]{2}==|[A-Za-z\d+/]{3}=)?$/;
const unit = fc.constantFrom(
  'A',
  'z',
  '0',
  '9',
  '+',
  '/',
  '=',
  '-',
  '_',
  ' ',
  '"',
  '\\',
  '\n',
  'é',
  '@',
  '[',
  '{',
  '`',
  '.',
  ':',
);
const fourths = (text: string): string => text.slice(0, text.length - (text.length % 4));

test('bytes of any length, as they are encoded', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => {
      expect(isBase64(Buffer.from(bytes).toString('base64'))).toBe(true);
    }),
  );
});

test('a text of a few characters or many is base64 where the pattern says so', () => {
  const text = fc.oneof(
    fc.string({ unit, maxLength: 120 }),
    fc.string({ unit: fc.constantFrom('A', 'b', '/', '='), maxLength: 120 }).map(fourths),
    fc
      .tuple(fc.base64String({ maxLength: 120 }), unit, fc.nat(120))
      .map(([whole, other, at]) => whole.slice(0, at) + other + whole.slice(at + 1)),
  );

  fc.assert(
    fc.property(text, (candidate) => {
      expect(isBase64(candidate)).toBe(pattern.test(candidate));
    }),
    { numRuns: 2_000 },
  );
});

test.each([65_535, 65_536, 65_537, 65_538, 200_000])(
  '%i bytes, and as many with one character spoilt',
  (length) => {
    const text = Buffer.alloc(length, 'sallyport').toString('base64');

    expect(isBase64(text)).toBe(true);
    expect(isBase64(`${text.slice(0, 40_000)}*${text.slice(40_001)}`)).toBe(false);
  },
);
