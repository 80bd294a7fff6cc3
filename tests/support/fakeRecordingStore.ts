import { chunkName } from '../../shared/recording/chunk.ts';
import type { RecordingStore } from '../../shared/recording/recordingStore.ts';
import type { RecordingFile } from '../../shared/recording/verifyRecording.ts';

export type FakeRecordingStore = { -readonly [name in keyof RecordingStore]: RecordingStore[name] } & {
  readonly text: () => string;
  readonly files: () => RecordingFile[];
  readonly statement: () => string | undefined;
  /** Until told otherwise no call succeeds; with `applied` only the answers are lost. */
  fault: 'none' | 'down' | 'applied';
};

export function createFakeRecordingStore(): FakeRecordingStore {
  const chunks = new Map<number, Buffer>();
  let statement: string | undefined;

  async function call<T>(run: () => T): Promise<T> {
    if (fake.fault === 'down') throw new Error('down');
    const result = run();
    if (fake.fault === 'applied') throw new Error('answer lost');
    return result;
  }

  const fake: FakeRecordingStore = {
    fault: 'none',
    chunks: () => call(() => [...chunks.keys()].toSorted((a, b) => a - b)),
    read: (chunk) => call(() => chunks.get(chunk) ?? Buffer.alloc(0)),
    create: (chunk, bytes) =>
      call(() => {
        const present = chunks.get(chunk);
        if (present === undefined) chunks.set(chunk, Buffer.from(bytes));
        return present === undefined || present.equals(bytes);
      }),
    readStatement: () => call(() => statement),
    writeStatement: (text) => call(() => void (statement = text)),
    text: () => [...chunks.values()].map(String).join(''),
    files: () =>
      [...chunks].map(([chunk, bytes]) => ({ name: chunkName(chunk), bytes, text: String(bytes) })),
    statement: () => statement,
  };
  return fake;
}
