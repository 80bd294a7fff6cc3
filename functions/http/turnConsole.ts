import { endConsoles } from '../../shared/sessions/endConsoles.ts';
import type { Call } from './route.ts';

type Turn = {
  /** A subscription, or one machine. */
  readonly scope: string;
  readonly to: 'on' | 'off';
  /** For the people whose consoles end: `this subscription`, `this machine`. */
  readonly of: string;
};

/**
 * Switches first, so that whoever connects from here on is refused; then ends what is open. Whatever a crash
 * leaves open is ended by the next try, or by the sweep. Resolves to whether the switch moved.
 */
export async function turnConsole(
  { caller, deps, request }: Call,
  { scope, to, of }: Turn,
): Promise<boolean> {
  const changed = await deps.consoleSwitches.turn(scope, to);
  const ended = to === 'on' ? 0 : await endConsoles(deps, scope, endOf(caller.name, of));
  await deps.audit.write({
    time: deps.now(),
    event: 'consoleSwitch',
    outcome: 'Success',
    principalId: caller.principalId,
    userName: caller.userName,
    sourceIpAddress: deps.sourceAddress(request.headers),
    scope,
    reason: `Turned ${to}${changed ? '' : ' again'}; ${ended} consoles ended.`,
  });
  return changed;
}

const endOf = (by: string, of: string) =>
  ({ reason: 'AccessRevoked', by, message: `The serial console of ${of} was disabled.` }) as const;
