import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { odata } from '@azure/data-tables';
import { openTables } from '../../shared/azure/tables.ts';

/**
 * What a list cannot cost less than: the Table SDK reading the rows of one partition, in a process of its
 * own. `GET /` reads them once and answers with the milliseconds that took and how many there were.
 */
const [storage = '', partitionKey = ''] = process.argv.slice(2);
const { sessions } = openTables(storage);
const filter = odata`PartitionKey eq ${partitionKey} and RowKey gt ${''}`;

async function read(): Promise<{ ms: number; rows: number }> {
  const start = performance.now();
  const pages = sessions.listEntities({ queryOptions: { filter } }).byPage({ maxPageSize: 1000 });
  const { value } = await pages.next();
  return { ms: performance.now() - start, rows: value?.length ?? 0 };
}

const server = createServer((_request, response) => {
  void read().then((answer) => response.end(JSON.stringify(answer)));
}).listen(0, '127.0.0.1', () => {
  console.log(JSON.stringify({ ready: true, port: (server.address() as AddressInfo).port }));
});
process.stdin.on('close', () => process.exit(0)).resume(); // Ends with the bench, however that ends.
