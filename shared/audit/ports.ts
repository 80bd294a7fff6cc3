import type { BlobName } from '../fleet/bootLog.ts';
import type { AuditEvent } from '../sessions/ports.ts';

/** An event as it was kept, with the place that it has in its day. */
export type AuditRow = Omit<AuditEvent, 'id'> & {
  /** `2026-11-01`, UTC. */
  readonly day: string;
  /** Sorts newest first. */
  readonly key: string;
};

export type AuditReader = {
  /** At most `limit` rows of a day, newest first, beginning after the row `after`. Fewer only at the end. */
  rows(
    day: string,
    page: { readonly limit: number; readonly after?: string | undefined },
  ): Promise<readonly AuditRow[]>;
};

/** Rows on their way into a blob: where they go, and which they are. */
export type AuditBatch = {
  readonly blob: Omit<BlobName, 'account'>;
  /** Length of the blob before it holds them. */
  readonly position: number;
  readonly text: string;
  readonly rows: readonly Pick<AuditRow, 'day' | 'key'>[];
};

/** What is under way; undefined = nothing. `version` is what a change must still find. */
export type ExportPlace = { readonly batch: AuditBatch | undefined; readonly version: string };

/** What was not exported yet. A row is in here from the moment it is written, by one and the same write. */
export type AuditOutbox = {
  /** At most `limit` rows of a day. */
  pending(day: string, limit: number): Promise<readonly AuditRow[]>;
  /** Forgets that these wait. May be repeated. */
  done(rows: AuditBatch['rows']): Promise<void>;
  place(): Promise<ExportPlace>;
  /** False, and nothing changed, when the place is no longer at `version`. */
  setPlace(batch: AuditBatch | undefined, version: string): Promise<boolean>;
};
