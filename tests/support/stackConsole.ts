import { sha256 } from '../../shared/azure/sha256.ts';
import { portIdOf } from '../../shared/fleet/keys.ts';
import { type ConsoleClient, openConsole } from './consoleClient.ts';
import { eventually } from './eventually.ts';
import { bastionPath, type LocalStack, serialPortPath, vmPath } from './localStack.ts';

export type StackConsole = AsyncDisposable & {
  readonly client: ConsoleClient;
  readonly sessionId: string;
  /** What earlier tests left on the screen does not count for `until`. */
  fromNow(): Promise<void>;
  /** Resolves once `text` has been shown after everything that an earlier call waited for. */
  until(text: string): Promise<void>;
  /** How often a console URL was asked for. */
  readonly connections: () => number;
};

/** A user's serial console of a machine of the local stack, attached and shown from the port's kept output on. */
export async function openStackConsole(stack: LocalStack, user: string, vm: string): Promise<StackConsole> {
  const answer = await stack.call(user, 'POST', `${serialPortPath(vm)}/connect`, { takeOver: true });
  if (answer.status !== 200) throw new Error(JSON.stringify(answer.body));
  const { connectionString, sessionId } = answer.body as { connectionString: string; sessionId: string };
  const portId = portIdOf(sha256, vmPath(vm));
  let connections = 0;
  const getUrl = async (): Promise<string> => {
    connections += 1;
    return connectionString;
  };
  const client = await openConsole({ sessionId, portId, getUrl });
  await eventually(() => client.notices.some(({ kind }) => kind === 'attached'));
  let seen = 0;
  return {
    client,
    sessionId,
    connections: () => connections,
    fromNow: async () => {
      const { end } = attachedOf(client);
      await eventually(() => (client.viewer.offset ?? 0) >= end);
      seen = client.shown().length;
    },
    until: async (text) => {
      const at = (): number => client.shown().indexOf(text, seen);
      await eventually(() => at() >= 0, {
        describe: () =>
          `${JSON.stringify(text)} after\n${client.shown().subarray(seen).toString().slice(-2_000)}`,
        timeoutMs: 60_000,
      });
      seen = at() + Buffer.byteLength(text);
    },
    async [Symbol.asyncDispose]() {
      await client[Symbol.asyncDispose]();
      await stack.call('ops', 'DELETE', `${bastionPath}/sessions/${sessionId}`);
    },
  };
}

function attachedOf({ notices }: ConsoleClient): { readonly end: number } {
  const attached = notices.findLast(({ kind }) => kind === 'attached');
  if (attached?.kind !== 'attached') throw new Error('Not attached.');
  return attached;
}
