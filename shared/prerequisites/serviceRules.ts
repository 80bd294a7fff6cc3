import { azCommands } from './azCommands.ts';
import { type Gate, pass, shut } from './rule.ts';

export const region: Gate = {
  id: 'region',
  title: 'The serial console is offered in the cloud and region of the machine',
  required: true,
  look: ({ availability, subscription, target }) => {
    if (availability === 'GenerallyAvailable') return pass;
    if (availability === 'Preview')
      return { state: 'pass', message: 'The serial console is in preview there.' };
    return shut(
      'SerialConsoleNotAvailable',
      `The serial console is not available in ${target.location} of ${subscription.cloud} yet.`,
      { text: 'Use a machine in a region where it is, or tell the fleet that it is available there by now.' },
      { values: { region: target.location, cloud: subscription.cloud } },
    );
  },
};

export const subscriptionEnabled: Gate = {
  id: 'subscription',
  title: 'The subscription is enabled',
  required: true,
  look: ({ subscription: { subscriptionId, displayName, state } }) =>
    state === 'Disabled' || state === 'Deleted'
      ? shut(
          'SubscriptionNotEnabled',
          // Without the space that the others have: Azure's own text.
          `The serial console connection to the VM encountered an error: 'Forbidden'(SubscriptionNotEnabled) - Subscription name ${displayName}, id ${subscriptionId} is in non-Enabled state ${state}`,
          { text: 'Have the owner of the subscription reactivate it.' },
          { values: { name: displayName, id: subscriptionId, state } },
        )
      : pass,
};

export const consoleSwitch: Gate = {
  id: 'consoleSwitch',
  title: 'The serial console is enabled for the subscription',
  required: true,
  look: ({ switchedOff, subscription: { subscriptionId } }) =>
    switchedOff.subscription
      ? shut(
          'SerialConsoleDisabled',
          'Azure Serial Console is not enabled for this subscription, contact your subscription administrator to enable.',
          {
            text: `Have somebody who may write to the subscription POST /subscriptions/${subscriptionId}/providers/Microsoft.SerialConsole/consoleServices/default/enableConsole.`,
          },
          { values: { id: subscriptionId } },
        )
      : pass,
};

export const portSwitch: Gate = {
  id: 'serialPort',
  title: 'The serial port of the machine is enabled',
  required: true,
  look: ({ switchedOff, target }) =>
    switchedOff.port
      ? shut(
          'SerialPortDisabled',
          `The serial port of '${target.name}' is disabled.`,
          {
            text: `PUT {"properties":{"state":"enabled"}} to ${target.resourceId}/providers/Microsoft.SerialConsole/serialPorts/0.`,
          },
          { values: { machine: target.name, id: target.resourceId } },
        )
      : pass,
};

export const relayAlive: Gate = {
  id: 'relay',
  title: 'The relay that holds the serial port is alive',
  required: true,
  look: ({ isRelayAlive, target }) =>
    isRelayAlive
      ? pass
      : shut(
          'RelayUnavailable',
          'Sorry, the serial console was unable to connect to the VM because the service did not respond in a timely manner. Please retry your connection. If this issue persists please visit <https://aka.ms/serialconsolehelp>',
          { text: `Start the relay '${target.relayId}' beside '${target.name}', and look at its log.` },
          { values: { relay: target.relayId, machine: target.name } },
        ),
};

export const running: Gate = {
  id: 'running',
  title: 'The machine is running',
  required: true,
  look: ({ power, target }) => {
    const fix = { text: `Start '${target.name}'.`, command: azCommands(target).start };
    if (power === 'deallocated' || power === 'deallocating') {
      return shut(
        'VirtualMachineNotRunning',
        'The VM is in a stopped deallocated state. Start the VM and retry the serial console connection.',
        fix,
        { problem: 'deallocated', values: { machine: target.name } },
      );
    }
    if (power === 'stopped') {
      return shut(
        'VirtualMachineNotRunning',
        'Azure Serial Console requires a virtual machine to be running. Use the Start button above to start your virtual machine.',
        fix,
        { problem: 'stopped', values: { machine: target.name } },
      );
    }
    return power === undefined
      ? { state: 'unknown', problem: 'powerNotKnown', message: 'No relay has told whether the machine runs.' }
      : pass;
  },
};
