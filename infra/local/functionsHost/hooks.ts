import { type HookCallback, systemError } from './coreModule.ts';

/** One mutable object that all hooks of a stage share: they may replace what is in `open`, never `sealed`. */
export function hookContext<Open extends object>(
  open: Open,
  sealed: Readonly<Record<string, unknown>>,
): Open {
  for (const [name, value] of Object.entries(sealed)) {
    Object.defineProperty(open, name, {
      enumerable: true,
      get: () => value,
      set: () => {
        throw systemError(new Error(`Cannot assign to read only property '${name}'`));
      },
    });
  }
  return open;
}

/** One after another, in the order of their registration. The first that throws ends the stage. */
export async function runHooks(callbacks: readonly HookCallback[], context: object): Promise<void> {
  // The order is the promise.
  for (const callback of callbacks) await callback(context);
}
