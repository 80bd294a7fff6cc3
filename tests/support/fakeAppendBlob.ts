import type { AppendBlob } from '../../shared/console/appendBlob.ts';

export type FakeAppendBlob = AppendBlob & {
  readonly text: () => string;
  /** How many appends were done. */
  readonly blocks: () => number;
  /** The next call fails; with `applied` only its answer is lost. */
  readonly failNext: (applied?: 'applied') => void;
  readonly pretendBlocks: (count: number) => void;
};

export function createFakeAppendBlob(): FakeAppendBlob {
  let content = Buffer.alloc(0);
  let metadata: Readonly<Record<string, string>> = {};
  let blocks = 0;
  let failure: 'none' | 'before' | 'after' = 'none';

  async function call<T>(run: () => T): Promise<T> {
    const planned = failure;
    failure = 'none';
    if (planned === 'before') throw new Error('down');
    const result = run();
    if (planned === 'after') throw new Error('answer lost');
    return result;
  }

  return {
    open: () => call(() => ({ length: content.length, blockCount: blocks, metadata })),
    append: (bytes, position) =>
      call(() => {
        if (position !== content.length) return undefined;
        content = Buffer.concat([content, bytes]);
        blocks += 1;
        return blocks;
      }),
    setMetadata: (next) => call(() => void (metadata = { ...next })),
    startOver: (next) =>
      call(() => {
        content = Buffer.alloc(0);
        metadata = { ...next };
        blocks = 0;
      }),
    read: (position, maxBytes) => call(() => new Uint8Array(content.subarray(position, position + maxBytes))),
    text: () => String(content),
    blocks: () => blocks,
    failNext: (applied) => void (failure = applied === 'applied' ? 'after' : 'before'),
    pretendBlocks: (count) => void (blocks = count),
  };
}
