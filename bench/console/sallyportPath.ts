import { setTimeout as sleep } from 'node:timers/promises';
import { createApi } from '../../shared/client/api.ts';
import { ConsoleConnection } from '../../shared/client/consoleConnection.ts';
import { createPubSubClient } from '../../shared/client/pubSubClient.ts';
import { createRequest } from '../../shared/client/request.ts';
import type { World } from '../world.ts';
import type { ConsolePath } from './consolePath.ts';

/** Sallyport as a person uses it: the portal's own client, Web PubSub, the relay and the guest's port. */
export async function openSallyportPath(world: World): Promise<ConsolePath> {
  const { context, token } = world;
  const [target] = context.fleet.fleet.targets;
  if (target === undefined) throw new Error('The fleet file has no target.');
  const apiUrl = context.addresses.functions;
  const send = createRequest({ apiUrl, token: async () => token, fetch, wait: sleep });
  const api = createApi(send, '');
  const connection = new ConsoleConnection({
    openConsole: (request) => api.openConsole(target.resourceId, request),
    createClient: createPubSubClient,
    onOutput: (bytes) => path.onOutput(bytes),
    onRemark: (remark) => context.say(`The console remarked: ${JSON.stringify(remark)}`),
    schedule: (task, delayMs) => {
      const timer = setTimeout(task, delayMs);
      return () => clearTimeout(timer);
    },
    random: Math.random,
  });
  const path: ConsolePath = {
    name: 'Sallyport',
    processes: [world.webPubSubPid, world.relayPid],
    type: (bytes) => connection.type(bytes),
    onOutput: () => undefined,
    [Symbol.asyncDispose]: () => connection.close(),
  };
  await connected(connection);
  return path;
}

/** Resolves when the relay has answered. */
async function connected(connection: ConsoleConnection): Promise<void> {
  const up = new Promise<void>((resolve, reject) => {
    connection.subscribe(() => {
      const { state, error } = connection.snapshot;
      if (state === 'connected') resolve();
      if (error !== undefined) reject(error);
    });
  });
  await connection.connect();
  await up;
}
