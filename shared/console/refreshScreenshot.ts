import type { BlobName } from '../fleet/bootLog.ts';
import type { RelayStore } from '../sessions/ports.ts';
import type { Messaging } from './messaging.ts';

export type ScreenshotDeps = {
  readonly relays: Pick<RelayStore, 'get'>;
  readonly messaging: Pick<Messaging, 'command'>;
  /** Another one means that the blob was written since. */
  readonly version: (blob: BlobName) => Promise<string | undefined>;
  readonly wait: (milliseconds: number) => Promise<void>;
};

const pollMs = 100;
/** Longer than a display takes to be read and stored; who asks gets the one before then. */
const maxPolls = 20;

/** Asks for a new screenshot and waits for it, where there is a display and a machine that runs. */
export async function refreshScreenshot(
  deps: ScreenshotDeps,
  { relayId, portId, blob }: { readonly relayId: string; readonly portId: string; readonly blob: BlobName },
): Promise<void> {
  const relay = await deps.relays.get(relayId);
  const port = relay?.ports.find((one) => one.portId === portId);
  if (!relay?.connectionId || port?.hasScreen !== true || port.power !== 'running') return;
  const before = await deps.version(blob);
  try {
    await deps.messaging.command(relayId, { kind: 'screenshot', portId });
  } catch {
    return; // The hub is down: the last screenshot is still worth having.
  }
  for (let poll = 0; poll < maxPolls; poll += 1) {
    await deps.wait(pollMs);
    if ((await deps.version(blob)) !== before) return;
  }
}
