import type { TableClient } from '@azure/data-tables';
import { ignoreMissing, isOutage } from './storageFault.ts';

export type RowKeys = { readonly partitionKey: string; readonly rowKey: string };

/** Most rows of one transaction. */
const batchRows = 100;

/**
 * Deletes rows, a hundred of one partition at a time. What is gone already was deleted: a transaction that fails
 * for it is done row by row.
 */
export async function deleteRows(table: TableClient, rows: readonly RowKeys[]): Promise<void> {
  for (const [, ofPartition] of Map.groupBy(rows, ({ partitionKey }) => partitionKey)) {
    for (let first = 0; first < ofPartition.length; first += batchRows) {
      await deleteBatch(table, ofPartition.slice(first, first + batchRows));
    }
  }
}

async function deleteBatch(table: TableClient, batch: readonly RowKeys[]): Promise<void> {
  try {
    await table.submitTransaction(batch.map((one) => ['delete', { ...one }]));
  } catch (thrown) {
    if (isOutage(thrown) && !isTransactionFault(thrown)) throw thrown;
    for (const { partitionKey, rowKey } of batch) {
      await ignoreMissing(table.deleteEntity(partitionKey, rowKey));
    }
  }
}

/** The emulator answers 500 to a transaction of which one row is missing, Azure 404. */
const isTransactionFault = (thrown: unknown): boolean =>
  thrown instanceof Error && thrown.message.includes('Transaction Failed');
