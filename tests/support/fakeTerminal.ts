import type { Terminal } from '../../cli/console/terminal.ts';

export type FakeTerminal = Terminal & {
  press(keys: string): void;
  readonly shown: () => string;
  readonly isRaw: () => boolean;
};

export function fakeTerminal({ isInteractive = true } = {}): FakeTerminal {
  const parts: Buffer[] = [];
  let listener: ((bytes: Uint8Array) => void) | undefined;
  return {
    isInteractive,
    columns: 100,
    write: (data) => void parts.push(Buffer.from(data)),
    readKeys(onKeys) {
      listener = onKeys;
      return () => (listener = undefined);
    },
    press: (keys) => listener?.(Buffer.from(keys)),
    shown: () => Buffer.concat(parts).toString(),
    isRaw: () => listener !== undefined,
  };
}
