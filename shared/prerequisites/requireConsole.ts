import { authorizeAll } from '../access/authorize.ts';
import type { Caller } from '../access/caller.ts';
import { SallyportError } from '../contracts/errors.ts';
import type { Target } from '../fleet/fleet.ts';
import { shutGate } from './consolePrerequisites.ts';
import { consoleRights } from './consoleRights.ts';
import { type ConsoleDeps, readConsoleFacts } from './readConsoleFacts.ts';

/**
 * Resolves when every gate is open, throws what shuts the first one otherwise: Azure's own text, and in `details`
 * what mends it. Before a session exists and before the relay is asked anything.
 */
export async function requireConsole(
  deps: ConsoleDeps,
  input: { readonly caller: Caller; readonly target: Target; readonly isReturning?: boolean },
): Promise<void> {
  const gate = shutGate(await readConsoleFacts(deps, input), input);
  if (gate === undefined) return;
  const { code, id, fix } = gate;
  const isRefused = code === 'AuthorizationFailed';
  const missing = isRefused ? await missingRight(deps, input) : '';
  const message = fix.command === undefined ? fix.text : `${fix.text} ${fix.command}`;
  throw new SallyportError(code, `${gate.message}${missing}`, {
    // A refusal's target is a scope wherever it has one.
    ...(isRefused ? {} : { target: id }),
    details: [{ code, message, target: id }],
  });
}

/** Azure's text does not say which right is missing, and people ask. */
async function missingRight(
  deps: ConsoleDeps,
  { caller, target }: { readonly caller: Caller; readonly target: Target },
): Promise<string> {
  try {
    await authorizeAll(deps, caller, consoleRights(target));
    return '';
  } catch (thrown) {
    return ` ${SallyportError.from(thrown).message}`;
  }
}
