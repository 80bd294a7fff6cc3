/** A file of a recording with an address that works for a while, for reading only. */
type RecordingFileUrl = { readonly name: string; readonly bytes: number; readonly uri: string };

/** Recordings of all sessions, by bastion key. */
export type RecordingArchive = {
  /** Ids of recorded sessions, newest first; `after` is the last one of the page before. */
  list(bastionKey: string, page: { limit: number; after?: string | undefined }): Promise<readonly string[]>;
  /**
   * The files of a recording in order, from that chunk on, its statement last; none when there is no such recording
   * or nothing of it from there on.
   */
  files(
    bastionKey: string,
    sessionId: string,
    options: { readonly expires: Date; readonly fromChunk?: number },
  ): Promise<readonly RecordingFileUrl[]>;
};
