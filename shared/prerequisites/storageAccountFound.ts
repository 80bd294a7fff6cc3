import type { Target } from '../fleet/fleet.ts';
import { parseResourceId, sameResource } from '../fleet/resourceId.ts';
import { useAnotherAccount } from './azCommands.ts';
import { type Gate, type GateFailure, ofStorage, pass, shut } from './rule.ts';

/** Before the rules that look at the account. */
export const storageAccountFound: Gate = {
  id: 'storageAccount',
  title: 'The boot diagnostics storage account is there, in the subscription and region of the machine',
  required: true,
  look: (facts) => {
    const { account, caller, target } = facts;
    const isManaged = target.bootDiagnostics.storage === 'managed';
    const mayKnow = caller.mayUseStorage || caller.mayReadStorage;
    return account === undefined && mayKnow && !isManaged ? missing(target) : inPlace(facts);
  },
};

const subscriptionOf = (id: string): string => parseResourceId(id).subscriptionId;

function missing(target: Target): GateFailure {
  const { storageAccountId } = target.bootDiagnostics;
  const { name } = parseResourceId(storageAccountId);
  const fix = useAnotherAccount(target, 'Give boot diagnostics a storage account that exists.');
  if (!sameResource(subscriptionOf(storageAccountId), subscriptionOf(target.resourceId))) {
    return shut(
      'StorageResourceGroupUnknown',
      `Unable to determine the resource group for the boot diagnostics storage account ${name}. Verify that boot diagnostics is enabled for this VM and you have access to this storage account.`,
      fix,
      { problem: 'storageElsewhere', values: { account: name } },
    );
  }
  return shut(
    'StorageAccountNotFound',
    `The storage account '${name}' used for boot diagnostics on this VM could not be found. Verify that boot diagnostics is enabled for this VM, this storage account has not been deleted, and you have access to this storage account.`,
    fix,
    { problem: 'storageMissing', values: { account: name } },
  );
}

const inPlace = ofStorage<GateFailure>(({ name, resourceId, location }, { target }) => {
  const isHere =
    sameResource(subscriptionOf(resourceId), subscriptionOf(target.resourceId)) &&
    location.toLowerCase() === target.location.toLowerCase();
  if (isHere) return pass;
  return shut(
    'StorageAccountTypeNotSupported',
    `The storage account '${name}' is not in the subscription and region of this VM. Boot diagnostics need one that is.`,
    useAnotherAccount(target, `Give boot diagnostics an account in ${target.location}.`),
    { problem: 'storageFar', values: { account: name, region: target.location } },
  );
});
