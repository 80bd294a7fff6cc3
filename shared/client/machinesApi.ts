import { z } from 'zod';
import {
  type BootDiagnosticsData,
  bootDiagnosticsData,
  type SerialPortResource,
  serialPortResource,
} from '../contracts/api.ts';
import {
  type AdminCommand,
  type CommandOutput,
  commandOutput,
  type PowerAction,
} from '../contracts/machineOperation.ts';
import { type VirtualMachine, virtualMachine } from './armResources.ts';
import type { SendRequest } from './request.ts';

const computeVersion = 'api-version=2024-07-01';
const consoleVersion = 'api-version=2018-05-01';

/** What can be done to a machine besides typing. */
export function createMachinesApi(send: SendRequest) {
  return {
    /** With its power, as the relay reported it last. */
    getVirtualMachine: (vmId: string): Promise<VirtualMachine> =>
      send(virtualMachine, `${vmId}?${computeVersion}&$expand=instanceView`),

    /** Whether its console may be opened, and who is there. */
    getSerialPort: (vmId: string): Promise<SerialPortResource> =>
      send(serialPortResource, `${vmId}/providers/Microsoft.SerialConsole/serialPorts/0?${consoleVersion}`),

    /** Addresses of the boot log and of a new screenshot, for two hours. */
    retrieveBootDiagnostics: (vmId: string): Promise<BootDiagnosticsData> =>
      send(bootDiagnosticsData, `${vmId}/retrieveBootDiagnosticsData?${computeVersion}`, { method: 'POST' }),

    /** Resolves when it is done: a guest that shuts down may take a minute. */
    async changePower(
      vmId: string,
      action: Exclude<PowerAction, 'reset'>,
      skipShutdown = false,
    ): Promise<void> {
      const query = skipShutdown ? `${computeVersion}&skipShutdown=true` : computeVersion;
      await send(z.unknown(), `${vmId}/${action}?${query}`, { method: 'POST' });
    },

    /** What was seen of it; undefined when it took so long that only its end was told. `keys` are for `sysrq`. */
    sendAdminCommand(vmId: string, command: AdminCommand, keys?: string): Promise<CommandOutput | undefined> {
      const path = `${vmId}/providers/Microsoft.SerialConsole/serialPorts/0/adminCommand/${command}?${consoleVersion}`;
      return send(commandOutput.optional(), path, {
        method: 'POST',
        ...(keys === undefined ? {} : { body: { keys } }),
      });
    },
  };
}

/** These end the guest, its programs or what its disks can take: a person is asked before they are sent. */
const dangerousKeys = /[bcoeifku]/;

export const isDangerous = (command: AdminCommand, keys = ''): boolean =>
  command === 'nmi' || command === 'reset' || dangerousKeys.test(keys);
