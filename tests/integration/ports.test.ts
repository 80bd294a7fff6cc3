import { once } from 'node:events';
import { type AddressInfo, createServer } from 'node:net';
import { expect, test } from 'vitest';
import { requireFreePorts, whoHolds } from '../../infra/local/ports.ts';
import { freePort } from '../support/freePort.ts';

test('a busy port is refused by its purpose and holder, a free one is not', async () => {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const free = await freePort();

  const holder = await whoHolds(port);
  const refusal = requireFreePorts({ tables: port, blobs: free });

  await expect(refusal).rejects.toThrow(`Port ${port} (tables) is taken by ${holder}.`);
  expect(holder).toContain(`(pid ${process.pid})`);
  await requireFreePorts({ blobs: free });
  expect(await whoHolds(free)).toBeUndefined();
  server.close();
});
