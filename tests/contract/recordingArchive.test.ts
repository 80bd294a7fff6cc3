import { BlobServiceClient } from '@azure/storage-blob';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createRecordingArchive } from '../../shared/azure/recordingArchive.ts';
import { createRecordingBlobs } from '../../shared/azure/recordingBlobs.ts';
import { recordingContainer } from '../../shared/recording/recordingName.ts';
import { type Azurite, startAzurite } from '../support/azurite.ts';

const bastionKey = '0123456789ab';
const inAnHour = (): { expires: Date } => ({ expires: new Date(Date.now() + 3_600_000) });

let azurite: Azurite;
beforeAll(async () => {
  azurite = await startAzurite();
  for (const folder of ['003-c', '001-a', '002-b']) {
    const store = createRecordingBlobs(azurite.connectionString, {
      account: 'any',
      container: recordingContainer(bastionKey),
      folder,
    });
    await store.chunks();
    await store.create(1, Buffer.from('second'));
    await store.create(0, Buffer.from('first'));
    if (folder === '001-a') await store.writeStatement('{}');
  }
});
afterAll(() => azurite[Symbol.asyncDispose]());

const archive = () =>
  createRecordingArchive(BlobServiceClient.fromConnectionString(azurite.connectionString));

test('recordings are listed page by page, each once', async () => {
  expect(await archive().list(bastionKey, { limit: 2 })).toEqual(['001-a', '002-b']);
  expect(await archive().list(bastionKey, { limit: 2, after: '002-b' })).toEqual(['003-c']);
  expect(await archive().list(bastionKey, { limit: 2, after: '003-c' })).toEqual([]);
});

test('a bastion where nothing was recorded has none', async () => {
  expect(await archive().list('ffffffffffff', { limit: 2 })).toEqual([]);
  expect(await archive().files('ffffffffffff', '001-a', inAnHour())).toEqual([]);
  expect(await archive().files(bastionKey, '001', inAnHour())).toEqual([]);
});

test('the files of one come in order with addresses that work', async () => {
  const files = await archive().files(bastionKey, '001-a', inAnHour());

  expect(files.map(({ name, bytes }) => [name, bytes])).toEqual([
    ['00000000.cast', 5],
    ['00000001.cast', 6],
    ['recording.json', 2],
  ]);
  expect(await (await fetch(files[1]?.uri ?? '')).text()).toBe('second');
});

test('who has the first ones gets what comes behind them', async () => {
  const names = async (fromChunk: number) =>
    (await archive().files(bastionKey, '001-a', { ...inAnHour(), fromChunk })).map(({ name }) => name);

  expect(await names(1)).toEqual(['00000001.cast', 'recording.json']);
  expect(await names(2)).toEqual(['recording.json']);
  expect(await archive().files(bastionKey, '002-b', { ...inAnHour(), fromChunk: 2 })).toEqual([]);
});
