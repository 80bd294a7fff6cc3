import { readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { type OperationRecords, openOperationRecords } from '../../relay/operations/operationRecords.ts';
import type { OperateCommand } from '../../shared/contracts/machineOperation.ts';
import { createMemoryOperationRecords } from '../support/memoryOperationRecords.ts';
import { temporaryFolder } from '../support/temporaryFolder.ts';

const aCommand = (): OperateCommand => ({
  kind: 'operate',
  operationId: crypto.randomUUID(),
  portId: 'p1',
  action: 'restart',
  skipShutdown: false,
  by: 'Oscar Ops',
});

/** The promises of `OperationRecords`. `reopen` is the next relay. */
function testRecords(open: () => { records: OperationRecords; reopen: () => OperationRecords }): void {
  test('what was saved is there for the next relay, with its answer once it has one, until forgotten', () => {
    const { records, reopen } = open();
    const [first, second] = [aCommand(), aCommand()];
    records.save({ command: first });
    records.save({ command: second });
    records.save({ command: second, answer: { status: 'Succeeded' } });

    const left = reopen().list();
    expect(left).toHaveLength(2);
    expect(left).toEqual(
      expect.arrayContaining([{ command: first }, { command: second, answer: { status: 'Succeeded' } }]),
    );
    for (const { operationId } of [first, second, second]) records.forget(operationId);
    expect(reopen().list()).toEqual([]);
  });

  test('a machine is deallocated until it is not', () => {
    const { records, reopen } = open();

    expect(records.isDeallocated('p1')).toBe(false);
    records.setDeallocated('p1', true);
    expect([reopen().isDeallocated('p1'), reopen().isDeallocated('p2')]).toEqual([true, false]);
    records.setDeallocated('p1', false);
    expect(reopen().isDeallocated('p1')).toBe(false);
  });
}

describe('operation records in memory', () =>
  testRecords(() => {
    const records = createMemoryOperationRecords();
    return { records, reopen: () => records };
  }));

describe('operation records on disk', () => {
  testRecords(() => {
    const { path } = temporaryFolder();
    return { records: openOperationRecords(path), reopen: () => openOperationRecords(path) };
  });

  test('a file that a crash cut short is passed over, and others are nobody’s', () => {
    using folder = temporaryFolder();
    writeFileSync(join(folder.path, `${crypto.randomUUID()}.json`), '{"command":');
    writeFileSync(join(folder.path, 'deallocated.json'), '[');

    const records = openOperationRecords(folder.path);

    expect([records.list(), records.isDeallocated('p1')]).toEqual([[], false]);
    records.setDeallocated('p1', false);
    expect(readdirSync(folder.path)).toHaveLength(2);
  });
});
