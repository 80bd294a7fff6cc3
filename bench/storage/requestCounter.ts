import { once } from 'node:events';
import { Agent, createServer, request as send } from 'node:http';
import type { AddressInfo } from 'node:net';

export type CountedRequest = { readonly method: string; readonly table: string };

/** Stands in front of the table service and counts what passes. */
export type RequestCounter = AsyncDisposable & {
  readonly port: number;
  /** What passed since the last call. */
  take(): readonly CountedRequest[];
};

export async function startRequestCounter(tablesPort: number): Promise<RequestCounter> {
  const agent = new Agent({ keepAlive: true });
  let seen: CountedRequest[] = [];
  const server = createServer((request, response) => {
    const { method = '', url = '', headers } = request;
    seen.push({ method, table: tableOf(url) });
    const onward = send(
      { host: '127.0.0.1', port: tablesPort, method, path: url, headers, agent },
      (answer) => {
        response.writeHead(answer.statusCode ?? 502, answer.rawHeaders);
        answer.pipe(response);
      },
    );
    onward.on('error', () => response.destroy());
    request.pipe(onward);
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    port: (server.address() as AddressInfo).port,
    take: () => {
      const taken = seen;
      seen = [];
      return taken;
    },
    async [Symbol.asyncDispose]() {
      server.close();
      server.closeAllConnections();
      agent.destroy();
    },
  };
}

/** `/devstoreaccount1/sessions()?…` and `/devstoreaccount1/sessions(PartitionKey=…)` → `sessions`. */
const tableOf = (url: string): string => /^\/[^/]+\/(\w+)/.exec(url)?.[1] ?? '';
