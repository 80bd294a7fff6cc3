import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { BlobServiceClient } from '@azure/storage-blob';
import { openTables } from '../../shared/azure/tables.ts';
import type { LocalStack } from './localStack.ts';

export type KeptText = { readonly where: string; readonly text: string };

/** Everything that a stack has kept so far: each file of its state folder, logs among them, each row, each blob. */
export async function keptTexts(stack: LocalStack): Promise<readonly KeptText[]> {
  return [...filesBelow(stack.stateFolder), ...(await rowsOf(stack)), ...(await blobsOf(stack))];
}

function filesBelow(folder: string): KeptText[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .map((where) => ({ where, text: readFileSync(where, 'latin1') }));
}

async function rowsOf(stack: LocalStack): Promise<KeptText[]> {
  const rows: KeptText[] = [];
  for (const [name, table] of Object.entries(openTables(stack.storage))) {
    for await (const row of table.listEntities()) {
      rows.push({ where: `table ${name}`, text: JSON.stringify(row) });
    }
  }
  return rows;
}

async function blobsOf(stack: LocalStack): Promise<KeptText[]> {
  const service = BlobServiceClient.fromConnectionString(stack.storage);
  const blobs: KeptText[] = [];
  for await (const { name: container } of service.listContainers()) {
    const client = service.getContainerClient(container);
    for await (const { name } of client.listBlobsFlat()) {
      const bytes = await client.getBlobClient(name).downloadToBuffer();
      blobs.push({ where: `blob ${container}/${name}`, text: bytes.toString('latin1') });
    }
  }
  return blobs;
}
