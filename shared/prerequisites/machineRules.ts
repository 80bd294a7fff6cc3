import { azCommands } from './azCommands.ts';
import { connectionError, type Gate, type Hint, pass, shut } from './rule.ts';

export const deploymentModel: Gate = {
  id: 'deploymentModel',
  title: 'The machine uses the Azure Resource Manager deployment model',
  required: true,
  look: ({ target }) =>
    target.deploymentModel === 'ResourceManager'
      ? pass
      : shut(
          'ClassicDeploymentNotSupported',
          'Classic deployments are not supported. The VM or virtual machine scale set instance must use the Azure Resource Manager deployment model.',
          { text: 'Migrate the machine to Azure Resource Manager.' },
        ),
};

export const provisioned: Gate = {
  id: 'provisioned',
  title: 'The machine is fully deployed',
  required: true,
  look: ({ target }) =>
    target.provisioningState === 'Succeeded'
      ? pass
      : shut(
          'ProvisioningNotSucceeded',
          'Provisioning for this VM has not yet succeeded. Please ensure the VM is fully deployed and retry the serial console connection.',
          {
            text: `The machine is in provisioning state ${target.provisioningState}. Wait for it; if it failed, apply its state again.`,
            command: azCommands(target).reapply,
          },
          { values: { state: target.provisioningState } },
        ),
};

/** A write anywhere under a read-only lock is refused, and the console needs some. */
export const isLocked = (lock: string): boolean => lock === 'ReadOnly';

export const lockedText = connectionError('ERR_BAD_REQUEST', '409', 'Request failed with status code 409');

export const machineLock: Gate = {
  id: 'machineLock',
  title: 'No read-only lock is on the machine',
  required: true,
  look: ({ target }) =>
    isLocked(target.lock)
      ? shut('ScopeLocked', lockedText, {
          text: 'A read-only lock is on the machine or above it. Have it removed or made CanNotDelete.',
          command: azCommands(target).listLocks(target.resourceId),
        })
      : pass,
};

const passwordText =
  'A user who has only a key cannot log in on the serial line. Reset the password of one, or add one that has a password.';

/** The service does not ask for it: the console opens, and only the login inside of the guest fails. */
export const passwordUser: Hint = {
  id: 'passwordUser',
  title: 'A user of the guest can log in with a password',
  required: false,
  look: ({ target }) => {
    if (target.passwordUser === 'present') return pass;
    if (target.passwordUser === 'unknown') {
      return {
        state: 'unknown',
        problem: 'passwordNotKnown',
        message: `Nobody told whether there is one. ${passwordText}`,
      };
    }
    return {
      state: 'fail',
      message: 'No user of the guest can log in with a password.',
      fix: { text: passwordText, command: azCommands(target).addPasswordUser },
    };
  },
};
