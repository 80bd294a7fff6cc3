import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createAppendBlob } from '../../shared/azure/appendBlob.ts';
import { maxAppendBytes } from '../../shared/console/appendBlob.ts';
import { type Azurite, startAzurite } from '../support/azurite.ts';
import { createFakeAppendBlob } from '../support/fakeAppendBlob.ts';
import { appendBlobContract } from './appendBlob.ts';

describe('the fake append blob', () => {
  appendBlobContract(createFakeAppendBlob, () => {
    const blob = createFakeAppendBlob();
    return [blob, blob.ofOther()];
  });
});

describe('the append blob in Azure Storage', () => {
  let azurite: Azurite;
  beforeAll(async () => {
    azurite = await startAzurite();
  });
  afterAll(() => azurite[Symbol.asyncDispose]());

  const aName = () => ({
    account: 'ignored',
    container: `bootdiagnostics-${randomUUID()}`,
    blob: 'vm.serialconsole.log',
  });
  const create = () => createAppendBlob(azurite.connectionString, aName());

  appendBlobContract(create, () => {
    const name = aName();
    return [
      createAppendBlob(azurite.connectionString, name),
      createAppendBlob(azurite.connectionString, name),
    ];
  });

  test('the largest block is taken', async () => {
    const blob = create();
    await blob.open();

    expect(await blob.append(new Uint8Array(maxAppendBytes).fill(0x61), 0)).toBe(1);

    expect((await blob.open()).length).toBe(maxAppendBytes);
  });

  test('a store that is not there rejects', async () => {
    const gone = azurite.connectionString.replace(/127\.0\.0\.1:\d+/, '127.0.0.1:1');
    const name = { account: 'ignored', container: 'nowhere', blob: 'x' };

    await expect(createAppendBlob(gone, name).open()).rejects.toThrow();
  });
});
