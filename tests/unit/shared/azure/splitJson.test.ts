import { randomBytes } from 'node:crypto';
import { expect, test } from 'vitest';
import { joinJson, splitJson } from '../../../../shared/azure/splitJson.ts';

const random = (length: number): string => randomBytes(length).toString('latin1');
const sizeOf = (row: Readonly<Record<string, string | Uint8Array>>): number =>
  Object.values(row).reduce(
    (sum, piece) => sum + (typeof piece === 'string' ? piece.length * 2 : piece.length),
    0,
  );

test.each([
  { what: 'nothing', value: null, names: ['json0'] },
  { what: 'what one property holds', value: 'x'.repeat(31_998), names: ['json0'] },
  { what: 'a little more', value: 'x'.repeat(31_999), names: ['json0', 'json1'] },
  { what: 'the longest that stays readable', value: 'é"'.repeat(15_999), names: 4 },
])('$what comes back from numbered properties as it was', ({ value, names }) => {
  const row = splitJson(value);

  expect(Object.keys(row)).toEqual(
    typeof names === 'number' ? Array.from({ length: names }, (_, index) => `json${index}`) : names,
  );
  expect(joinJson(row)).toBe(value);
});

test('long JSON is compressed, in pieces that a property holds and a row that storage takes', () => {
  const value = { text: random(300_000), same: '切'.repeat(100_000) };

  const row = splitJson(value);

  expect(Object.keys(row).every((name) => name.startsWith('zip'))).toBe(true);
  expect(Object.values(row).every((piece) => piece.length <= 65_536)).toBe(true);
  expect(sizeOf(row)).toBeLessThan(1_000_000);
  expect(joinJson(row)).toEqual(value);
});

test('what no row holds is refused', () => {
  expect(() => splitJson(random(2_000_000))).toThrow(expect.objectContaining({ code: 'RequestTooLarge' }));
  expect(() => splitJson('x'.repeat(20_000_000))).toThrow(
    expect.objectContaining({ code: 'RequestTooLarge' }),
  );
});
