import { expect, test } from 'vitest';
import { requireBastion, requireTarget } from '../../../../shared/fleet/target.ts';
import { fakeFleet } from '../../../support/fakeFleet.ts';
import { aTarget, bastion } from '../../../support/sessionFacts.ts';

const hub = { resourceId: bastion, name: 'bastion-hub', location: 'westeurope', dnsName: 'x' };
const fleet = fakeFleet({ targets: [aTarget()], bastions: [hub] });

test('what is in the fleet is found in any case', async () => {
  expect(await requireTarget(fleet, aTarget().resourceId.toUpperCase())).toEqual(aTarget());
  expect(await requireBastion(fleet, bastion.toUpperCase())).toEqual(hub);
});

test('what is not is ResourceNotFound and named', async () => {
  const notFound = { code: 'ResourceNotFound', target: '/nothing' };

  await expect(requireTarget(fleet, '/nothing')).rejects.toMatchObject(notFound);
  await expect(requireBastion(fleet, '/nothing')).rejects.toMatchObject(notFound);
});
