import type { AppendBlob } from '../../shared/console/appendBlob.ts';

export type FakeAppendBlob = AppendBlob & {
  readonly text: () => string;
  readonly sealedTexts: () => string[];
  /** How many appends were done. */
  readonly blocks: () => number;
  /** The next call, or the one after so many, fails; with `applied` only its answer is lost. */
  readonly failNext: (applied?: 'applied', after?: number) => void;
  readonly pretendBlocks: (count: number) => void;
  /** The same blob, as another process has it. */
  readonly ofOther: () => AppendBlob;
};

export function createFakeAppendBlob(): FakeAppendBlob {
  let content = Buffer.alloc(0);
  let metadata: Readonly<Record<string, string>> = {};
  let blocks = 0;
  const copies = new Map<number, { content: Buffer; metadata: Readonly<Record<string, string>> }>();
  let untilFailure = 0;
  let failure: 'none' | 'before' | 'after' = 'none';

  async function call<T>(run: () => T): Promise<T> {
    untilFailure -= 1;
    if (untilFailure >= 0) return run();
    const planned = failure;
    failure = 'none';
    if (planned === 'before') throw new Error('down');
    const result = run();
    if (planned === 'after') throw new Error('answer lost');
    return result;
  }

  let version = 0;
  const handle = (): AppendBlob => {
    let known: number | undefined;
    const requireVersion = (): void => {
      if (known !== undefined && known !== version) throw new Error('another version');
    };
    const change = (next: Readonly<Record<string, string>>): void => {
      requireVersion();
      metadata = { ...next };
      version += 1;
      if (known !== undefined) known = version;
    };
    return {
      open: () =>
        call(() => {
          known = version;
          return { length: content.length, blockCount: blocks, metadata };
        }),
      append: (bytes, position) =>
        call(() => {
          if (position !== content.length || (known ?? version) !== version) return undefined;
          content = Buffer.concat([content, bytes]);
          blocks += 1;
          change(metadata);
          return blocks;
        }),
      setMetadata: (next) => call(() => change(next)),
      startOver: (next) =>
        call(() => {
          change(next);
          content = Buffer.alloc(0);
          blocks = 0;
        }),
      seal: (number) =>
        call(() => {
          requireVersion();
          copies.set(number, { content, metadata });
        }),
      listSealed: () =>
        call(() =>
          [...copies]
            .map(([number, copy]) => ({ number, length: copy.content.length, metadata: copy.metadata }))
            .toSorted((a, b) => a.number - b.number),
        ),
      removeSealed: (number) => call(() => void copies.delete(number)),
      read: (position, maxBytes, sealed) =>
        call(() => {
          const source = sealed === undefined ? content : (copies.get(sealed)?.content ?? Buffer.alloc(0));
          return new Uint8Array(source.subarray(position, position + maxBytes));
        }),
    };
  };
  return {
    ...handle(),
    ofOther: handle,
    sealedTexts: () => [...copies.values()].map((copy) => String(copy.content)),
    text: () => String(content),
    blocks: () => blocks,
    failNext: (applied, after = 0) => {
      failure = applied === 'applied' ? 'after' : 'before';
      untilFailure = after;
    },
    pretendBlocks: (count) => void (blocks = count),
  };
}
