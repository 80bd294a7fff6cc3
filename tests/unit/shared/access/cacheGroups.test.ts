import { expect, test } from 'vitest';
import { cacheGroups } from '../../../../shared/access/cacheGroups.ts';
import { fakeGroups } from '../../../support/fakeGroups.ts';

const id = (index: number): string => `20000000-0000-4000-8000-${String(index).padStart(12, '0')}`;
const alice = { principalId: id(1), kind: 'User' } as const;
const unavailable = { code: 'DirectoryUnavailable' };

function open(members: Record<string, readonly string[]> = { [id(1)]: ['a'] }) {
  const directory = fakeGroups(members);
  let time = 1_000_000;
  const groups = cacheGroups({ groups: directory, now: () => time });
  return { directory, groups, pass: (ms: number) => (time += ms) };
}

test('many calls at once, and in the five minutes after, are one question', async () => {
  const { directory, groups, pass } = open();

  await Promise.all(Array.from({ length: 50 }, () => groups.groupsOf(alice)));
  pass(299_999);

  expect(await groups.groupsOf({ ...alice, principalId: alice.principalId.toUpperCase() })).toEqual(['a']);
  expect(directory.asked).toBe(1);
});

test('a change of groups is seen after five minutes at the latest', async () => {
  const { directory, groups, pass } = open();
  await groups.groupsOf(alice);
  directory.members = { [id(1)]: [] };

  pass(300_000);

  expect(await groups.groupsOf(alice)).toEqual([]);
});

test('A8b groups that are too old are not used again when the directory is down', async () => {
  const { directory, groups, pass } = open();
  await groups.groupsOf(alice);
  directory.isDown = true;
  pass(300_000);

  await expect(groups.groupsOf(alice)).rejects.toMatchObject(unavailable);
});

test('a directory that is down is asked again after five seconds, whoever asks', async () => {
  const { directory, groups, pass } = open({ [id(1)]: ['a'], [id(2)]: ['b'] });
  directory.isDown = true;
  await expect(groups.groupsOf(alice)).rejects.toMatchObject(unavailable);
  directory.isDown = false;

  await expect(groups.groupsOf({ ...alice, principalId: id(2) })).rejects.toMatchObject(unavailable);
  expect(directory.asked).toBe(1);
  pass(5_000);

  expect(await groups.groupsOf(alice)).toEqual(['a']);
});

test('a person and an app of one id are two', async () => {
  const { directory, groups } = open();

  await groups.groupsOf(alice);
  await groups.groupsOf({ ...alice, kind: 'ServicePrincipal' });

  expect(directory.asked).toBe(2);
});

test('what is remembered is bounded: the oldest is asked for again, the newest not', async () => {
  const many = Array.from({ length: 11_000 }, (_, index) => `g${index}`);
  const everybody = Array.from({ length: 30 }, (_, index) => id(index));
  const { directory, groups } = open(Object.fromEntries(everybody.map((one) => [one, many])));
  for (const principalId of everybody) await groups.groupsOf({ ...alice, principalId });
  expect(directory.asked).toBe(30);

  await groups.groupsOf({ ...alice, principalId: id(29) });
  expect(directory.asked).toBe(30);

  await groups.groupsOf({ ...alice, principalId: id(0) });
  expect(directory.asked).toBe(31);
});
