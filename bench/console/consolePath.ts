/** One way from a keyboard to a guest's serial port and back. Everything that is compared is one of these. */
export type ConsolePath = AsyncDisposable & {
  readonly name: string;
  /** Between this process and the guest's, each with all of its children: what carrying a byte costs is theirs. */
  readonly processes: readonly number[];
  type(bytes: Uint8Array): void;
  /** Who reads now. One at a time; nobody reads until it is set. */
  onOutput: (bytes: Uint8Array) => void;
};
