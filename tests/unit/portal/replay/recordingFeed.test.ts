import { webcrypto } from 'node:crypto';
import { expect, test } from 'vitest';
import { type FeedDeps, RecordingFeed } from '../../../../portal/replay/recordingFeed.ts';
import { CastChunk, type CastPlace } from '../../../../relay/recording/castChunk.ts';
import { chainHash } from '../../../../shared/azure/recordingCrypto.ts';
import { ApiError } from '../../../../shared/client/apiError.ts';
import { chunkName, noHash } from '../../../../shared/recording/chunk.ts';
import { createManualSchedule } from '../../../support/manualSchedule.ts';

/** A recording in a store, chunk by chunk, as a relay writes it. */
function aRecording() {
  const files = new Map<string, Uint8Array>();
  let place: CastPlace = {
    session: 's',
    chunk: 0,
    previous: noHash,
    epoch: 'e',
    offset: 0,
    time: 0,
    startTime: 0,
    lostBytes: 0,
    title: 'vm-web-01 (Serial)',
  };
  return {
    files,
    write: (text: string): void => {
      const chunk = new CastChunk(place);
      chunk.output(place.time + 1_000, Buffer.from(text));
      const { bytes, seal } = chunk.close(false);
      files.set(chunkName(place.chunk), bytes);
      const previous = chainHash(place.previous, bytes);
      place = { ...place, chunk: place.chunk + 1, previous, offset: seal.to, time: seal.time };
    },
  };
}

function aFeed(over: Partial<FeedDeps> = {}) {
  const recording = aRecording();
  const timers = createManualSchedule();
  const asked: number[] = [];
  let isLive = true;
  let grown = 0;
  const feed = new RecordingFeed({
    getRecording: async () => ({ properties: { startTime: '', isLive } }),
    async retrieve(fromChunk) {
      asked.push(fromChunk);
      const all = [...recording.files].map(([name, { length: bytes }]) => ({ name, bytes, uri: name }));
      return { chunks: all.slice(fromChunk) };
    },
    readFile: async (uri) => recording.files.get(uri) ?? new Uint8Array(0),
    subtle: webcrypto.subtle as SubtleCrypto,
    schedule: timers.schedule,
    onChange: (hasGrown) => {
      if (hasGrown) grown += 1;
    },
    ...over,
  });
  const settled = (): Promise<unknown> => expect.poll(() => timers.delaysMs().length).toBe(1);
  return {
    feed,
    ...recording,
    asked,
    timers,
    settled,
    end: () => {
      isLive = false;
    },
    grown: () => grown,
  };
}

test('what there is can be played, searched, and is judged', async () => {
  const { feed, write, settled, grown } = aFeed();
  write('login: ');
  write('alice\r\n');

  feed.start();
  await settled();

  expect(feed.state).toMatchObject({
    phase: 'growing',
    header: { title: 'vm-web-01 (Serial)', columns: 80, rows: 25 },
    verification: { state: 'growing', chunks: 2 },
    faults: 0,
  });
  expect(feed.state.loadedBytes).toBe(feed.state.totalBytes);
  expect(feed.timeline).toMatchObject({ length: 2, endMs: 2_000 });
  expect(feed.index.find('alice')).toMatchObject([{ timeMs: 2_000, line: 'login: alice' }]);
  expect(grown()).toBe(2);
});

test('while it grows, only what is new is asked for', async () => {
  const { feed, write, settled, timers, asked } = aFeed();
  write('a');
  feed.start();
  await settled();

  write('b');
  write('c');
  timers.runAll();
  await settled();
  timers.runAll();
  await settled();

  expect(asked).toEqual([0, 1, 3]);
  expect(feed.timeline.length).toBe(3);
});

test('a session that is over may still be signed; after a while nobody waits for that', async () => {
  const { feed, write, settled, timers, end } = aFeed();
  write('a');
  end();
  feed.start();
  await settled();
  expect(feed.state.phase).toBe('ending');

  for (let poll = 0; poll < 11; poll += 1) {
    timers.runAll();
    await settled();
  }
  timers.runAll();
  await expect.poll(() => feed.state.phase).toBe('complete');

  expect(feed.state.verification).toMatchObject({ state: 'unsigned' });
  expect(timers.delaysMs()).toEqual([]);
});

test('a failure that may pass is tried again, and what was read is kept', async () => {
  let isDown = false;
  const { feed, write, settled, timers, files } = aFeed({
    async readFile(uri) {
      if (isDown) throw new ApiError('StorageUnavailable', 'Down.', { status: 503 });
      return files.get(uri) ?? new Uint8Array(0);
    },
  });
  write('a');
  feed.start();
  await settled();
  isDown = true;
  write('b');
  timers.runAll();
  await settled();
  expect(feed.state).toMatchObject({ phase: 'failed', error: { code: 'StorageUnavailable' } });

  isDown = false;
  timers.runAll();
  await settled();

  expect(feed.state).toMatchObject({ phase: 'growing', error: undefined });
  expect(feed.timeline.length).toBe(2);
});

test('who may not see it is told so, once', async () => {
  const { feed, timers } = aFeed({
    retrieve: () => Promise.reject(new ApiError('AuthorizationFailed', 'No.', { status: 403 })),
  });

  feed.start();

  await expect.poll(() => feed.state.error?.code).toBe('AuthorizationFailed');
  expect(timers.delaysMs()).toEqual([]);
});

test('a page that was left asks no more', async () => {
  const { feed, write, settled, timers, asked } = aFeed();
  write('a');
  feed.start();
  await settled();

  feed[Symbol.dispose]();
  timers.runAll();

  expect(asked).toEqual([0]);
});
