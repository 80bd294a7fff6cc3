import { expect, test } from 'vitest';
import { readPolicyForm, toPolicyForm } from '../../../../portal/policies/policyForm.ts';
import { defaultPolicy } from '../../../../shared/policies/readPolicy.ts';

const form = toPolicyForm(defaultPolicy);

test('a limit that is off is an empty field', () => {
  expect(form).toEqual({
    idleTimeoutInMinutes: '',
    maxDurationInMinutes: '',
    warningInSeconds: '60',
    maxSessions: '',
    maxSessionsPerUser: '100',
    historyRetentionInDays: '90',
    recording: 'off',
    recordingMode: 'lenient',
  });
});

test('only what differs is sent', () => {
  const change = readPolicyForm(
    { ...form, idleTimeoutInMinutes: ' 30 ', recording: 'always' },
    { ...defaultPolicy, maxSessions: 5 },
  );

  expect(change).toEqual({
    properties: { idleTimeoutInMinutes: 30, maxSessions: null, recording: 'always' },
  });
});

test('a form that is as it was changes nothing', () => {
  expect(readPolicyForm(form, defaultPolicy)).toEqual({ properties: {} });
});

test.each([
  ['idleTimeoutInMinutes', '0'],
  ['idleTimeoutInMinutes', '1441'],
  ['maxDurationInMinutes', '1.5'],
  ['maxSessions', 'ten'],
  ['maxSessionsPerUser', '-1'],
  ['warningInSeconds', ''],
  ['historyRetentionInDays', '1e3'],
] as const)('%s does not take %j', (name, text) => {
  const change = readPolicyForm({ ...form, [name]: text }, defaultPolicy);

  expect(Object.keys('problems' in change ? change.problems : {})).toEqual([name]);
});
