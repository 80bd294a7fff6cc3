import { type ControlPlane, isLeaseGone } from '../controlPlane.ts';
import type { Log } from '../log.ts';

export type AwaitTurnDeps = {
  readonly controlPlane: Pick<ControlPlane, 'takeLease'>;
  readonly wait: (milliseconds: number) => Promise<void>;
  readonly log: Log;
};

/** A guest's FIFO holds 64 KiB: its relay reads it even when nobody tells in time whether it may more. */
const patienceMs = 2_000;

/**
 * While another process is this relay, ports are left to it and this one stands by. Resolves once the lease is
 * here; also when the control plane cannot be asked, unless it has said before that there is another.
 */
export async function awaitTurn({ controlPlane, wait, log }: AwaitTurnDeps): Promise<void> {
  const ask = (): Promise<Turn> => controlPlane.takeLease().then(() => 'mine' as const, toTurn);
  let turn = await Promise.race([ask(), wait(patienceMs).then(() => 'unknown' as const)]);
  if (turn !== 'held') return;
  log.warn('standingBy');
  while (turn !== 'mine') {
    await wait(patienceMs);
    turn = await ask();
  }
  log.info('takingOver');
}

type Turn = 'mine' | 'held' | 'unknown';

const toTurn = (fault: unknown): Turn => (isLeaseGone(fault) ? 'held' : 'unknown');
