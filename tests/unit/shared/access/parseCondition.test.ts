import { expect, test } from 'vitest';
import { findConditionFault, parseCondition } from '../../../../shared/access/parseCondition.ts';

const now = '@Environment[UtcNow]';
const time = "'2026-11-21T00:00:00Z'";

/** The condition with ▸ before what cannot be read any further. */
function marked(condition: string): string {
  const at = findConditionFault(condition);
  return at === undefined ? condition : `${condition.slice(0, at)}▸${condition.slice(at)}`;
}

test.each([
  '▸',
  '▸   ',
  `${now} ▸DateTimeLaterThan ${time}`,
  `${now} DateTimeLessThan▸`,
  `(${now} DateTimeLessThan ${time}▸`,
  `(${now} DateTimeLessThan ▸)`,
  `${now} DateTimeLessThan ${time} ▸)`,
  `${now} DateTimeLessThan ${time} AND▸`,
  `${now} DateTimeLessThan ${time} AND ${now} DateTimeGreaterThan ${time} ▸OR ${now} DateTimeLessThan ${time}`,
  "ActionMatches▸('x')",
  'ActionMatches{▸x}',
  "ActionMatches{'x'▸",
  'Exists ▸word',
  "▸@Nowhere[UtcNow] StringEquals 'x'",
  "@Request[a] StringEquals ▸'never closed",
  "@Request[a] ForAnyOfAnyValues:StringEquals {'a', ▸}",
  `${'!('.repeat(16)}▸${'!('.repeat(16)}${now} DateTimeLessThan ${time}${')'.repeat(32)}`,
])('what cannot be read begins at the mark: %s', (text) => {
  const condition = text.replace('▸', '');

  expect(marked(condition)).toBe(text);
  expect(parseCondition(condition)).toBeUndefined();
});

test('one that is longer than Azure allows is read no further', () => {
  expect(findConditionFault('x'.repeat(8_193))).toBe(8_192);
});

test('a condition that can be read has no fault', () => {
  expect(findConditionFault(`(${now} DateTimeLessThan ${time})`)).toBeUndefined();
});
