import { parseResourceId } from '../fleet/resourceId.ts';
import { azCommands } from './azCommands.ts';
import { type Gate, pass, shut } from './rule.ts';

export const machineRoleText =
  'You do not have the required permissions to use this VM with the serial console. Ensure you have at least Virtual Machine Contributor role permissions.';

export const machineRole: Gate = {
  id: 'machineRole',
  title: 'You may connect to the serial console of the machine',
  required: true,
  look: ({ caller, target }) =>
    caller.mayConnect
      ? pass
      : shut('AuthorizationFailed', machineRoleText, {
          text: 'Ask for the role Virtual Machine Contributor on the machine.',
          command: azCommands(target).assignRole(caller.principalId, target.resourceId),
        }),
};

/** Before all that is told of the account: whoever lacks this right learns nothing of it. */
export const storageRole: Gate = {
  id: 'storageRole',
  title: 'You may use the boot diagnostics storage account',
  required: true,
  look: ({ caller, target }) => {
    const { storage, storageAccountId } = target.bootDiagnostics;
    if (storage === 'managed') return { state: 'pass', message: 'Managed storage needs no role.' };
    if (caller.mayUseStorage) return pass;
    const { name } = parseResourceId(storageAccountId);
    return shut(
      'AuthorizationFailed',
      `You do not have the required permissions to write to the boot diagnostics storage account for this VM. Please ensure you have at least VM Contributor permissions on '${name}'.`,
      {
        text: 'Ask for the role Virtual Machine Contributor on the storage account.',
        command: azCommands(target).assignRole(caller.principalId, storageAccountId),
      },
      { values: { account: name } },
    );
  },
};
