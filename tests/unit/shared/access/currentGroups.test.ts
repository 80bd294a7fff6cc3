import { expect, test } from 'vitest';
import { currentGroups } from '../../../../shared/access/currentGroups.ts';
import { SallyportError } from '../../../../shared/contracts/errors.ts';
import { alice } from '../../../support/accessFacts.ts';
import { fakeGroups } from '../../../support/fakeGroups.ts';

const held = { principalId: alice, kind: 'User', groups: ['by token'] } as const;

test('A17a what the directory says now counts, not what the token said then', async () => {
  expect(await currentGroups({ groups: fakeGroups({ [alice]: ['now'] }) }, held)).toEqual(['now']);
  expect(await currentGroups({ groups: fakeGroups({ [alice]: [] }) }, held)).toEqual([]);
});

test('without a directory, or of somebody it does not know, the groups of the beginning count', async () => {
  expect(await currentGroups({}, held)).toEqual(['by token']);
  expect(await currentGroups({ groups: fakeGroups() }, held)).toEqual(['by token']);
});

test('while the directory is down the groups of the beginning count', async () => {
  const groups = fakeGroups({ [alice]: ['now'] });
  groups.isDown = true;

  expect(await currentGroups({ groups }, held)).toEqual(['by token']);
});

test('a fault of another kind is nobody else to decide on', async () => {
  const groupsOf = () => Promise.reject(new SallyportError('StorageUnavailable', 'Not now.'));

  await expect(currentGroups({ groups: { groupsOf } }, held)).rejects.toMatchObject({
    code: 'StorageUnavailable',
  });
});

test('an app is asked about as an app', async () => {
  const asked: string[] = [];
  const groupsOf = async ({ kind }: { kind: string }) => void asked.push(kind);

  await currentGroups(
    { groups: { groupsOf: async (member) => (await groupsOf(member), undefined) } },
    {
      ...held,
      kind: 'ServicePrincipal',
    },
  );

  expect(asked).toEqual(['ServicePrincipal']);
});
