import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { bastion, relay, target } from '../../shared/fleet/fleet.ts';
import { networkSecurityGroup } from '../../shared/fleet/networkSecurityGroup.ts';
import { storageAccount } from '../../shared/fleet/storageAccount.ts';
import { subscription } from '../../shared/fleet/subscription.ts';

// Whoever fills the table `fleet` does it by docs/fleet.md: it has to name every member.

const page = readFileSync(new URL('../../docs/fleet.md', import.meta.url), 'utf8');

test.each([
  ['| member of a machine |', target],
  ['| member of a storage account |', storageAccount],
  ['| member of a bastion |', bastion],
  ['A network security group is', networkSecurityGroup],
  ['A relay is', relay],
  ['| member of a subscription |', subscription],
])('under "%s" every member is told', (start, schema) => {
  const from = page.indexOf(start);
  const part = page.slice(from, page.indexOf('\n\n', from));
  const told = [...part.matchAll(/`(\w+)/g)].map(([, name]) => name);

  expect(from).toBeGreaterThan(0);
  expect(Object.keys(schema.shape).filter((name) => !told.includes(name))).toEqual([]);
});
