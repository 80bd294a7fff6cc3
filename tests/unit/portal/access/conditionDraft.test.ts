import { expect, test } from 'vitest';
import { type ConditionDraft, fromDraft, toDraft } from '../../../../portal/access/conditionDraft.ts';
import { toCondition } from '../../../../portal/access/conditionForms.ts';

const reader = 'acdd72a7-3385-48ef-bd42-f606fba81ae7';
const from = '2026-11-21T08:00:00.000Z';
const until = '2027-07-01T17:30:15.250Z';
const none = { from: '', until: '', roles: [], text: '' };

test.each([
  ['', 'none'],
  [toCondition({ kind: 'time', from, until }), 'time'],
  [toCondition({ kind: 'time', from: '', until }), 'time'],
  [toCondition({ kind: 'roles', roles: [reader] }), 'roles'],
  ["@Resource[x] StringEquals 'y'", 'text'],
  // Its day is in no calendar, so that no field could show it.
  [toCondition({ kind: 'time', from: '2026-13-45T00:00:00.000Z', until: '' }), 'text'],
])('%j is edited as %s, and is the same where nothing is changed', (condition, kind) => {
  const draft = toDraft(condition);

  expect([draft.kind, fromDraft(draft)]).toEqual([kind, condition]);
});

test('a time is shown as the reader’s clock has it', () => {
  const noon = new Date(2026, 10, 21, 12, 0).toISOString();

  expect(toDraft(toCondition({ kind: 'time', from: noon, until: '' })).from).toBe('2026-11-21T12:00');
});

test.each<[string, ConditionDraft]>([
  ['neither time', { ...none, kind: 'time' }],
  ['turned times', { ...none, kind: 'time', from: '2026-11-21T12:00', until: '2026-11-21T11:00' }],
  ['a year with six digits', { ...none, kind: 'time', from: '202611-01-01T12:00' }],
  ['no role', { ...none, kind: 'roles' }],
  ['no text', { ...none, kind: 'text', text: ' ' }],
  ['a text that cannot be read', { ...none, kind: 'text', text: '@Environment[' }],
])('%s make no condition', (_what, draft) => {
  expect(fromDraft(draft)).toBeUndefined();
});
