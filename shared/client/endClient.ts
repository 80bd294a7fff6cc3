import type { CreatePubSubClient, PubSubClient } from './pubSubClient.ts';

type EndDeps = {
  readonly createClient: CreatePubSubClient;
  readonly schedule: (task: () => void, delayMs: number) => () => void;
};

/** Leaving must not hang on a control plane that does not answer: it finds out by itself later. */
const closeTimeoutMs = 2_000;

/** Says that the session is over, then stops. The event is on its way when this returns. */
export async function endClient(deps: Pick<EndDeps, 'schedule'>, client: PubSubClient): Promise<void> {
  let cancel = (): void => {};
  const timeout = new Promise<void>((resolve) => {
    cancel = deps.schedule(resolve, closeTimeoutMs);
  });
  // A connection that is not up cannot say so; the control plane will notice that it is gone.
  const said = client.sendEvent('close').catch(() => {});
  await Promise.race([said, timeout]);
  cancel();
  client.stop();
}

/** A connection that nobody wants any more: ended at once, or it would hold the port until it times out. */
export function endUnused(deps: EndDeps, url: string): void {
  const client = deps.createClient(url, {
    onUp: () => void endClient(deps, client),
    onMessage: () => {},
    onBroken: () => {},
    onDown: () => {},
  });
}
