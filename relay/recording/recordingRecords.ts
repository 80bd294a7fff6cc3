import { createHash } from 'node:crypto';
import {
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  unlinkSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import * as z from 'zod';
import { relaySession } from '../../shared/contracts/relayApi.ts';
import { noHash } from '../../shared/recording/chunk.ts';

const record = z.object({
  session: relaySession,
  title: z.string(),
  account: z.string(),
  chunks: z.number().int().nonnegative().default(0),
  hash: z.string().default(noHash),
});

/** A recording that is not signed yet, and what this machine knows of it: the store cannot vouch for itself. */
export type RecordingRecord = z.infer<typeof record>;

/** Recordings that are under way, beyond this process: the next relay goes on with them, or signs them. */
export type RecordingRecords = {
  /** Durable when it returns, as far as the relay's own death is concerned. */
  save(record: RecordingRecord): void;
  /** May be repeated. */
  forget(sessionId: string): void;
  list(): readonly RecordingRecord[];
};

/** By then the store is gone for good. */
const keepMs = 7 * 24 * 60 * 60 * 1_000;

/** One small file per recording. */
export function openRecordingRecords(directory: string, now: () => number): RecordingRecords {
  mkdirSync(directory, { recursive: true, mode: 0o700 });
  for (const name of readdirSync(directory)) {
    const path = join(directory, name);
    if (now() - statSync(path).mtimeMs > keepMs) unlinkSync(path);
  }
  const pathOf = (sessionId: string): string => join(directory, fileName(sessionId));
  return {
    save(one) {
      const path = pathOf(one.session.sessionId);
      writeFileSync(`${path}.new`, JSON.stringify(one), { mode: 0o600 });
      renameSync(`${path}.new`, path);
    },
    forget: (sessionId) => rmSync(pathOf(sessionId), { force: true }),
    list: () =>
      readdirSync(directory)
        .filter((name) => name.endsWith('.json'))
        .map((name) => record.safeParse(read(join(directory, name))).data)
        .filter((one) => one !== undefined),
  };
}

/** A session id is the control plane's word, not a path. */
const fileName = (sessionId: string): string =>
  `${createHash('sha256').update(sessionId).digest('hex').slice(0, 32)}.json`;

function read(path: string): unknown {
  try {
    return JSON.parse(readFileSync(path, 'utf8'));
  } catch {
    return undefined; // Cut short by a crash of the machine: nothing that could be gone on with.
  }
}
