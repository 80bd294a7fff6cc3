import { expect, test } from 'vitest';
import type { AccessReader } from '../../../../shared/access/ports.ts';
import { readOnce } from '../../../../shared/access/readOnce.ts';

test('the same question is read once, another one is read anew', async () => {
  const read: string[] = [];
  const noted =
    (what: string) =>
    async (asked: readonly string[] = []) => {
      read.push([what, ...asked].join(' '));
      return [];
    };
  const access: AccessReader = {
    roleAssignmentsOf: noted('assignments'),
    roleAssignments: noted('all assignments'),
    roleDefinitionsOf: noted('definitions'),
    roleDefinitions: noted('all definitions'),
    denyAssignments: noted('denies'),
    managementGroupsOf: (id) => noted('groups above')([id]),
  };
  const reader = readOnce(access);

  await Promise.all([reader.roleAssignmentsOf(['a', 'b']), reader.denyAssignments()]);
  await Promise.all([reader.roleAssignmentsOf(['a', 'b']), reader.denyAssignments()]);
  await reader.roleAssignmentsOf(['a']);
  await Promise.all([reader.managementGroupsOf('s'), reader.managementGroupsOf('s')]);
  await reader.roleDefinitionsOf(['r']);
  await reader.roleDefinitionsOf(['r']);

  expect(read).toEqual(['assignments a b', 'denies', 'assignments a', 'groups above s', 'definitions r']);
});
