import type { CreatePubSubClient, PubSubClient } from './pubSubClient.ts';

type EndDeps = {
  readonly createClient: CreatePubSubClient;
  readonly schedule: (task: () => void, delayMs: number) => () => void;
};

/** Leaving must not hang on a control plane that does not answer: it finds out by itself later. */
export const closeTimeoutMs = 2_000;
/** A connection that is not up by then has no session any more. */
const upTimeoutMs = 30_000;

/**
 * Says that the session is over, then stops. Where the connection is up the event is on its way when this returns;
 * where it is still being made the event is the first thing that it says, or its session would be shown as active
 * until somebody notices. `up` settles when it is known which.
 */
export async function endClient(
  { schedule }: Pick<EndDeps, 'schedule'>,
  client: PubSubClient,
  up: Promise<void>,
): Promise<void> {
  const close = (): Promise<void> => client.sendEvent('close');
  // A connection that broke cannot say so; the control plane will notice that it is gone.
  const said = close()
    .catch(() => up.then(close))
    .catch(() => undefined);
  const stop = within(schedule, said, upTimeoutMs).then(() => client.stop());
  await within(schedule, stop, closeTimeoutMs);
}

/** A connection that nobody wants any more: ended at once, or it would hold the port until it times out. */
export async function endUnused(deps: EndDeps, url: string): Promise<void> {
  const up = Promise.withResolvers<void>();
  const client = deps.createClient(url, {
    onUp: up.resolve,
    onMessage: () => {},
    onBroken: () => {},
    onDown: () => up.reject(new Error('The connection is over.')),
  });
  await endClient(deps, client, up.promise);
}

/** Resolves when the work is done, or after that time. */
export async function within(
  schedule: EndDeps['schedule'],
  work: Promise<void>,
  timeoutMs: number,
): Promise<void> {
  let cancel = (): void => {};
  const timeout = new Promise<void>((resolve) => {
    cancel = schedule(resolve, timeoutMs);
  });
  await Promise.race([work, timeout]);
  cancel();
}
