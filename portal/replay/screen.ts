import type { Size } from './timeline.ts';

/** Where a recording is shown. */
export type Screen = {
  /** As a terminal is before its first byte. */
  reset(size: Size): void;
  resize(size: Size): void;
  /** Resolves when it is shown, so that whoever seeks again does not wait for what was before. */
  write(bytes: Uint8Array): Promise<void>;
};
