import type { AppendBlob } from '../console/appendBlob.ts';
import type { FleetReader } from '../fleet/fleet.ts';
import { bastionOfEvent } from './bastionOfEvent.ts';
import type { AuditBatch, AuditOutbox, AuditRow, ExportPlace } from './ports.ts';
import { auditBlobOf, toAuditRecord } from './toAuditRecord.ts';

export type ExportDeps = {
  readonly outbox: AuditOutbox;
  readonly fleet: Pick<FleetReader, 'bastions' | 'targets'>;
  readonly openBlob: (blob: AuditBatch['blob']) => Pick<AppendBlob, 'open' | 'append'>;
  /** UTF-8. */
  readonly encode: (text: string) => Uint8Array;
  /** Milliseconds since 1970. */
  readonly now: () => number;
};

/** An export that has worked for this long leaves the rest to the next one. */
const maxExportMs = 20_000;
/** Rows are removed in one transaction, which takes a hundred. */
const maxRows = 100;
/** The row of the place holds 1 MiB, in which a character may take twelve bytes. */
const maxTextLength = 80_000;
/**
 * So many days on which nothing waits, tomorrow and today among them, end the look for the oldest row. A row may come
 * a week late, because the end of a session may be written long after it was decided; while the blobs are away rows
 * wait on day after day, however many, and the look goes on behind each of them.
 */
const quietDays = 9;
const dayMs = 86_400_000;

/**
 * Moves waiting rows into the blobs, each exactly once. What is about to be appended, and where, is written down
 * first; whoever finds that note finishes it, however often: an append happens at one position or not at all, and
 * the note goes only after the rows no longer wait. So a crash, or two exports at once, neither lose nor double.
 */
export async function exportAudit(deps: ExportDeps): Promise<number> {
  const started = deps.now();
  let exported = 0;
  while (deps.now() - started < maxExportMs) {
    const place = await deps.outbox.place();
    if (place.batch === undefined) {
      if (!(await beginBatch(deps, place))) return exported;
    } else if (await finishBatch(deps, place, place.batch)) {
      exported += place.batch.rows.length;
    }
  }
  return exported;
}

/** False when nothing waits. */
async function beginBatch(deps: ExportDeps, { version }: ExportPlace): Promise<boolean> {
  const waiting = await oldestWaiting(deps);
  if (waiting.length === 0) return false;
  const { homeless, batch } = await nextBatch(deps, waiting);
  // About nothing in the fleet: no resource's log takes it, and it stays in the table.
  if (homeless.length > 0) await deps.outbox.done(homeless.slice(0, maxRows));
  if (batch === undefined) return true;
  const { length: position } = await deps.openBlob(batch.blob).open();
  await deps.outbox.setPlace({ ...batch, position }, version);
  return true;
}

async function oldestWaiting({ outbox, now }: ExportDeps): Promise<readonly AuditRow[]> {
  let oldest: string | undefined;
  for (let back = -1, quiet = 0; quiet < quietDays; back += 1) {
    const day = new Date(now() - back * dayMs).toISOString().slice(0, 10);
    const isQuiet = (await outbox.pending(day, 1)).length === 0;
    quiet = isQuiet ? quiet + 1 : 0;
    if (!isQuiet) oldest = day;
  }
  return oldest === undefined ? [] : (await outbox.pending(oldest, 1_000)).toReversed();
}

async function nextBatch(deps: ExportDeps, waiting: readonly AuditRow[]) {
  const [bastions, targets] = await Promise.all([deps.fleet.bastions(), deps.fleet.targets()]);
  const homeless: AuditRow[] = [];
  const rows: AuditRow[] = [];
  let blob: AuditBatch['blob'] | undefined;
  let text = '';
  for (const row of waiting) {
    const bastion = bastionOfEvent({ bastions, targets }, row);
    if (bastion === undefined) {
      homeless.push(row);
      continue;
    }
    const own = auditBlobOf(row, bastion);
    blob ??= own;
    const line = `${JSON.stringify(toAuditRecord(row, bastion))}\n`;
    const hasRoom = rows.length === 0 || text.length + line.length <= maxTextLength;
    if (own.blob !== blob.blob || rows.length === maxRows || !hasRoom) continue;
    rows.push(row);
    text += line;
  }
  const keys = rows.map(({ day, key }) => ({ day, key }));
  return { homeless, batch: blob === undefined ? undefined : { blob, text, rows: keys } };
}

/** False when somebody else is at it, or the blob is not as it was: then the next look decides. */
async function finishBatch(deps: ExportDeps, { version }: ExportPlace, batch: AuditBatch): Promise<boolean> {
  const bytes = deps.encode(batch.text);
  const blob = deps.openBlob(batch.blob);
  const { length } = await blob.open();
  if (length < batch.position) {
    // Somebody deleted the blob: what it held is gone, and this goes to the beginning of the new one.
    await deps.outbox.setPlace({ ...batch, position: length }, version);
    return false;
  }
  if (length === batch.position && (await blob.append(bytes, length)) === undefined) return false;
  await deps.outbox.done(batch.rows);
  return await deps.outbox.setPlace(undefined, version);
}
