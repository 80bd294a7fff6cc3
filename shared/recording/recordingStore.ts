/** One session's recording: chunks that are written once. Each method rejects while the store does not answer. */
export type RecordingStore = {
  /** Numbers of the chunks that are there, ascending. */
  chunks(): Promise<readonly number[]>;
  read(chunk: number): Promise<Uint8Array>;
  /** Resolves false, and changes nothing, when that chunk is there with another content. May be repeated. */
  create(chunk: number, bytes: Uint8Array): Promise<boolean>;
  /** The signed statement, once the recording is complete. */
  readStatement(): Promise<string | undefined>;
  writeStatement(text: string): Promise<void>;
};
