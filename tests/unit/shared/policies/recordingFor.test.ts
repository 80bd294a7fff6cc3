import { expect, test } from 'vitest';
import { defaultPolicy } from '../../../../shared/policies/readPolicy.ts';
import { recordingFor } from '../../../../shared/policies/recordingFor.ts';

test.each([
  ['off', false, undefined],
  ['onDemand', false, undefined],
  ['onDemand', true, 'strict'],
  ['always', false, 'strict'],
  ['always', true, 'strict'],
] as const)('%s, asked for: %s → %s', (recording, isAsked, expected) => {
  const policy = { ...defaultPolicy, recording, recordingMode: 'strict' as const };

  expect(recordingFor(policy, isAsked)).toBe(expected);
});

test('nothing is recorded by default, and asking for it is refused rather than ignored', () => {
  expect(recordingFor(defaultPolicy, false)).toBeUndefined();
  expect(() => recordingFor(defaultPolicy, true)).toThrow(
    expect.objectContaining({ code: 'InvalidRequest', target: 'record' }),
  );
});
