import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createRecordingBlobs } from '../../shared/azure/recordingBlobs.ts';
import { type Azurite, startAzurite } from '../support/azurite.ts';
import { createFakeRecordingStore } from '../support/fakeRecordingStore.ts';
import { recordingStoreContract } from './recordingStore.ts';

describe('the fake recording store', () => {
  recordingStoreContract(createFakeRecordingStore);
});

describe('recordings in Azure Storage', () => {
  let azurite: Azurite;
  beforeAll(async () => {
    azurite = await startAzurite();
  });
  afterAll(() => azurite[Symbol.asyncDispose]());

  const open = (folder: string) =>
    createRecordingBlobs(azurite.connectionString, { account: 'any', container: 'recordings', folder });

  recordingStoreContract(() => open(randomUUID()));

  test('one session does not see the chunks of another', async () => {
    const folder = randomUUID();
    const other = open(`${folder}-2`);
    await other.chunks();
    await other.create(0, Buffer.from('another'));

    expect(await open(folder).chunks()).toEqual([]);
  });
});
