import { createHash } from 'node:crypto';
import {
  closeSync,
  mkdirSync,
  openSync,
  readdirSync,
  readSync,
  rmSync,
  statSync,
  unlinkSync,
  writeSync,
} from 'node:fs';
import { join } from 'node:path';

/** How far a session's input was let through, remembered beyond this process. */
export type InputRecord = {
  readonly lastSequence: number;
  /** This relay has not served the session before. */
  readonly isNew: boolean;
  /** Durable when it returns, as far as the relay's own death is concerned. */
  save(sequence: number): void;
  close(): void;
};

export type InputRecords = {
  /** Throws when the disk does not take it, which leaves nothing behind. */
  open(sessionId: string): InputRecord;
  /** The session is over, and none of that id comes again. May be repeated; its record is closed. */
  forget(sessionId: string): void;
};

/** Of sessions that ended while no relay was there to be told. */
const keepMs = 7 * 24 * 60 * 60 * 1_000;
const recordBytes = 8;

/** One file of eight bytes per session, overwritten in place: a single `pwrite` a keystroke. */
export function openInputRecords(directory: string, now: () => number): InputRecords {
  mkdirSync(directory, { recursive: true });
  for (const name of readdirSync(directory)) {
    const path = join(directory, name);
    if (now() - statSync(path).mtimeMs > keepMs) unlinkSync(path);
  }
  const pathOf = (sessionId: string): string => join(directory, fileName(sessionId));
  return {
    open: (sessionId) => openRecord(pathOf(sessionId)),
    forget: (sessionId) => rmSync(pathOf(sessionId), { force: true }),
  };
}

/** A session id is the control plane's word, not a path. */
const fileName = (sessionId: string): string =>
  createHash('sha256').update(sessionId).digest('hex').slice(0, 32);

function openRecord(path: string): InputRecord {
  const file = openSync(path, existing(path) ? 'r+' : 'w+', 0o600);
  const buffer = Buffer.alloc(recordBytes);
  const isNew = readSync(file, buffer, 0, recordBytes, 0) < recordBytes;
  if (isNew) writeFirst(file);
  return {
    lastSequence: isNew ? 0 : Number(buffer.readBigUInt64BE()),
    isNew,
    save(sequence) {
      buffer.writeBigUInt64BE(BigInt(sequence));
      writeSync(file, buffer, 0, recordBytes, 0);
    },
    close: () => closeSync(file),
  };
}

/** It is tried again with every heartbeat while the disk is full: no file may stay open for each time. */
function writeFirst(file: number): void {
  try {
    writeSync(file, new Uint8Array(recordBytes), 0, recordBytes, 0);
  } catch (fault) {
    closeSync(file);
    throw fault;
  }
}

const existing = (path: string): boolean => statSync(path, { throwIfNoEntry: false }) !== undefined;
