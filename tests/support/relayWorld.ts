import type { RelayPort, RelaySession } from '../../shared/contracts/relayApi.ts';
import { portIdOf, startRelayOfPorts } from './relayOfPorts.ts';
import { socketRelay } from './relayProcess.ts';
import { startSocketGuest } from './socketGuest.ts';

const targetResourceId =
  '/subscriptions/00000000-0000-4000-8000-000000000001/resourceGroups/rg-hub/providers/Microsoft.Compute/virtualMachines/vm-1';

/** A relay process with one guest, and all that it talks to (see relayOfPorts.ts). */
export async function startRelayWorld(
  options: { readonly blobs?: string; readonly bootLog?: RelayPort['bootLog'] } = {},
) {
  const stack = new AsyncDisposableStack();
  const guest = stack.use(await startSocketGuest());
  const portId = portIdOf(targetResourceId);
  const computerName = String(guest.port);
  const source = { kind: 'simulated', targetResourceId, computerName, personality: 'linux' } as const;
  const ports = stack.use(await startRelayOfPorts({ ...options, sources: [source], script: socketRelay }));
  return Object.assign(ports, {
    guest,
    portId,
    open: (sessionId: string, more: Partial<RelaySession> = {}) => ports.openAt(portId, sessionId, more),
    [Symbol.asyncDispose]: () => stack.disposeAsync(),
  });
}
