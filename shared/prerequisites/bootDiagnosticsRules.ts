import { parseResourceId } from '../fleet/resourceId.ts';
import { azCommands, useAnotherAccount } from './azCommands.ts';
import { type Gate, pass, shut } from './rule.ts';

const disabledText =
  'Azure Serial Console requires boot diagnostics to be enabled. Click here to configure boot diagnostics for your virtual machine.';

export const bootDiagnostics: Gate = {
  id: 'bootDiagnostics',
  title: 'Boot diagnostics are enabled on the machine',
  required: true,
  look: ({ target }) =>
    target.bootDiagnostics.enabled
      ? pass
      : shut(
          'BootDiagnosticsDisabled',
          disabledText,
          {
            text: `Enable boot diagnostics for '${target.name}'.`,
            command: azCommands(target).enableBootDiagnostics,
          },
          { values: { machine: target.name } },
        ),
};

/** Both are asked of an instance: its set's model, and that the instance was upgraded to it. */
export const scaleSetModel: Gate = {
  id: 'scaleSetModel',
  title: 'The scale set has boot diagnostics in its model, and this instance runs the latest model',
  required: true,
  look: ({ target }) => {
    const isInstance = parseResourceId(target.resourceId).type.toLowerCase().includes('scalesets');
    if (!isInstance) return { state: 'pass', message: 'The machine is not of a scale set.' };
    if (!target.scaleSet.modelBootDiagnostics) {
      return shut(
        'BootDiagnosticsDisabled',
        disabledText,
        {
          text: "Enable boot diagnostics in the scale set's model, then upgrade every instance to it.",
          command: azCommands(target).enableBootDiagnostics,
        },
        { problem: 'modelBootDiagnostics' },
      );
    }
    if (target.scaleSet.latestModelApplied) return pass;
    return shut(
      'BootDiagnosticsDisabled',
      disabledText,
      {
        text: 'This instance does not run the latest model of its scale set. Upgrade it.',
        command: azCommands(target).upgradeInstance,
      },
      { problem: 'oldModel' },
    );
  },
};

export const managedStorage: Gate = {
  id: 'managedStorage',
  title: 'Boot diagnostics use a kind of storage that the serial console works with',
  required: true,
  look: ({ target, ruleSet }) => {
    if (target.bootDiagnostics.storage === 'custom') return { state: 'pass', message: 'A custom account.' };
    if (ruleSet === 'current') return { state: 'pass', message: 'Managed storage.' };
    return shut(
      'ManagedStorageNotSupported',
      'Serial Console is currently not fully compatible with a managed boot diagnostics storage account. To use Serial Console, ensure that you are using a custom storage account.',
      useAnotherAccount(target, 'Give boot diagnostics a storage account of your own.'),
    );
  },
};
