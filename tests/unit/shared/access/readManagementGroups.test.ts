import { expect, test } from 'vitest';
import { readManagementGroups } from '../../../../shared/access/readManagementGroups.ts';
import { resourceGroup, subscription, vm } from '../../../support/accessFacts.ts';

const group = '/providers/Microsoft.Management/managementGroups/team';
const subscriptionId = subscription.slice('/subscriptions/'.length);

test('each subscription that is asked about is read once, and only if something was made at a group', async () => {
  const read: string[] = [];
  const access = {
    managementGroupsOf: async (id: string) => {
      read.push(id);
      return ['team'];
    },
  };
  const asked = [vm, resourceGroup.toUpperCase(), '/', group];

  expect(await readManagementGroups(access, asked, [subscription, '/'])).toEqual(new Map());
  expect(read).toEqual([]);
  expect(await readManagementGroups(access, asked, ['/', group])).toEqual(
    new Map([[subscriptionId, ['team']]]),
  );
  expect(read).toEqual([subscriptionId]);
});
