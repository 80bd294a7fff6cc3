import type { Target } from '../fleet/fleet.ts';
import type { ConsoleSwitches } from './consoleSwitches.ts';
import { readSwitches } from './readConsoleFacts.ts';

/**
 * Whether somebody closed this machine's serial console on purpose: for its subscription, for its port, or by
 * turning boot diagnostics off. A console that is open then ends. What merely went wrong (a firewall, a lock, a
 * power state) shuts the gate for the next one and ends nothing.
 */
export async function isConsoleClosed(
  deps: { readonly consoleSwitches: ConsoleSwitches },
  target: Target,
): Promise<boolean> {
  const off = await readSwitches(deps, target);
  return off.subscription || off.port || !target.bootDiagnostics.enabled;
}
