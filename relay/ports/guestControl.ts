import type { QmpClient } from './qmp.ts';
import type { Power } from './serialPort.ts';

/** `still`: the guest writes nothing until `release`. `unknown`: QEMU runs and cannot be asked. */
export type Held = { readonly kind: 'still'; release(): Promise<void> } | { readonly kind: 'unknown' };

/** Keeps the guest from writing, for the few milliseconds in which FIFO and log have to be compared. */
export async function holdGuest(qmp: QmpClient): Promise<Held> {
  const off: Held = { kind: 'still', release: async () => undefined };
  const isOff = (): boolean => qmp.state === 'off';
  if (isOff()) return off;
  try {
    const status = await guestStatus(qmp);
    if (status === 'running') await qmp.execute('stop');
    // Nobody else pauses guests: one that is paused was left so by a relay that died at this very point.
    const resume = status === 'running' || status === 'paused';
    return { kind: 'still', release: async () => (resume ? resumeGuest(qmp) : undefined) };
  } catch {
    return isOff() ? off : { kind: 'unknown' }; // QEMU ended meanwhile, or serves somebody else.
  }
}

/** What QEMU still had to write is written: it handles the FIFO and one of two questions in each round. */
export async function settle(qmp: QmpClient): Promise<void> {
  if (qmp.state !== 'ready') return;
  await guestStatus(qmp);
  await guestStatus(qmp);
}

export async function guestPower(qmp: QmpClient): Promise<Power> {
  if (qmp.state !== 'ready') return qmp.state === 'off' ? 'stopped' : 'running';
  const status = await guestStatus(qmp);
  return status === 'shutdown' || status === 'prelaunch' ? 'stopped' : 'running';
}

export async function guestStatus(qmp: QmpClient): Promise<string> {
  const answer = (await qmp.execute('query-status')) as { readonly status?: unknown };
  return String(answer.status);
}

async function resumeGuest(qmp: QmpClient): Promise<void> {
  await qmp.execute('cont').catch(() => undefined); // It ended or was powered off meanwhile.
}
