import fc from 'fast-check';
import { expect, test } from 'vitest';
import { defaultPolicy } from '../../../../shared/policies/readPolicy.ts';
import { judgeLimits, type LimitFacts } from '../../../../shared/sessions/judgeLimits.ts';

const minute = 60_000;
const begun = 1_000_000;
/** An idle timeout of ten minutes with a warning of one, told by a relay that spoke just now. */
const judge = (over: Partial<LimitFacts> & { readonly after: number }) => {
  const { after, ...facts } = over;
  const now = begun + after;
  return judgeLimits({
    session: { startTime: begun },
    policy: { ...defaultPolicy, idleTimeoutInMinutes: 10 },
    lastActivityTime: begun,
    knownUntil: now,
    now,
    ...facts,
  });
};
const warnedOf = (reason: 'IdleTimeout' | 'MaxDuration', until: number) => ({
  session: { startTime: begun, warnedOf: reason, warnedUntil: begun + until },
});

test('without limits a session is looked at again with the next check', () => {
  expect(judge({ after: 1e9, policy: defaultPolicy })).toEqual({ kind: 'keep', dueAt: begun + 1e9 + 30_000 });
});

test('the next look is no later than the warning', () => {
  expect(judge({ after: minute })).toEqual({ kind: 'keep', dueAt: begun + minute + 30_000 });
  expect(judge({ after: 9 * minute - 5_000 })).toEqual({ kind: 'keep', dueAt: begun + 9 * minute });
});

test('an idle session is warned, warned again while it stays idle, and ended when the time is over', () => {
  const warning = { kind: 'warn', reason: 'IdleTimeout', endsAt: begun + 10 * minute };
  const warned = warnedOf('IdleTimeout', 10 * minute);

  expect(judge({ after: 9 * minute })).toEqual({ ...warning, dueAt: begun + 9 * minute + 10_000 });
  expect(judge({ after: 10 * minute - 3_000, ...warned })).toEqual({
    ...warning,
    dueAt: begun + 10 * minute,
  });
  expect(judge({ after: 10 * minute, ...warned })).toEqual({ kind: 'end', reason: 'IdleTimeout' });
});

test('whoever was not warned in time gets the whole warning time first', () => {
  const late = judge({ after: 60 * minute });

  expect(late).toMatchObject({ kind: 'warn', endsAt: begun + 61 * minute });
  expect(judge({ after: 60 * minute, ...warnedOf('MaxDuration', 5 * minute) })).toEqual(late);
});

test('activity takes the warning back, and so does a policy that no longer asks for an end', () => {
  const warned = warnedOf('IdleTimeout', 10 * minute);
  const after = 9.5 * minute;

  expect(judge({ after, ...warned, lastActivityTime: begun + 9.4 * minute })).toMatchObject({
    kind: 'withdraw',
  });
  expect(judge({ after, ...warned, policy: defaultPolicy })).toMatchObject({ kind: 'withdraw' });
});

test('nobody is ended as idle on old news: a relay that fell silent may have seen activity', () => {
  const warned = warnedOf('IdleTimeout', 10 * minute);
  const after = 30 * minute;

  for (const known of [0, begun, begun + 10 * minute - 1]) {
    expect(judge({ after, ...warned, knownUntil: known })).toEqual({
      kind: 'keep',
      dueAt: begun + after + 10_000,
    });
  }
  expect(judge({ after, ...warned, knownUntil: begun + 10 * minute })).toMatchObject({ kind: 'end' });
});

test('the maximum duration ends a busy session, and one whose relay is silent', () => {
  const policy = { ...defaultPolicy, idleTimeoutInMinutes: 10, maxDurationInMinutes: 30 };
  const busy = (after: number) => ({ after, policy, lastActivityTime: begun + after, knownUntil: 0 });

  expect(judge(busy(28 * minute))).toMatchObject({ kind: 'keep' });
  expect(judge(busy(29 * minute))).toMatchObject({ kind: 'warn', reason: 'MaxDuration' });
  expect(judge({ ...busy(30 * minute), ...warnedOf('MaxDuration', 30 * minute) })).toEqual({
    kind: 'end',
    reason: 'MaxDuration',
  });
});

test('for every policy and history: no end without a full warning, and the next look is ahead', () => {
  const minutesOrOff = fc.option(fc.integer({ min: 1, max: 60 }));
  const time = fc.integer({ min: 0, max: 120 * minute });
  fc.assert(
    fc.property(
      fc.record({
        idle: minutesOrOff,
        longest: minutesOrOff,
        after: time,
        activity: time,
        known: time,
        warned: fc.option(fc.constantFrom('IdleTimeout' as const, 'MaxDuration' as const)),
        until: time,
      }),
      ({ idle, longest, after, activity, known, warned, until }) => {
        const verdict = judge({
          after,
          policy: { ...defaultPolicy, idleTimeoutInMinutes: idle, maxDurationInMinutes: longest },
          lastActivityTime: begun + activity,
          knownUntil: begun + known,
          ...(warned === null ? {} : warnedOf(warned, until)),
        });

        if (verdict.kind !== 'end') {
          expect(verdict.dueAt).toBeGreaterThan(begun + after);
          return;
        }
        expect([verdict.reason, until <= after]).toEqual([warned, true]);
        if (verdict.reason === 'IdleTimeout') {
          expect(Math.min(after, known) - activity).toBeGreaterThanOrEqual((idle ?? Infinity) * minute);
        }
      },
    ),
    { numRuns: 2_000 },
  );
});
