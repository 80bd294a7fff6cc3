import type { PolicyStore } from './ports.ts';
import { readPolicy } from './readPolicy.ts';

/** Ended sessions, for forgetting them. */
export type HistoryPurge = {
  /** Keys of the bastions that have a history. One read each. */
  bastionKeys(): AsyncIterable<string>;
  /**
   * Forgets at most `limit` sessions of a bastion that ended before a time; resolves to how many. Reads none that
   * began later. May be repeated, and called by several at once.
   */
  purge(bastionKey: string, endedBefore: number, limit: number): Promise<number>;
};

/** The audit log, for forgetting what is old. */
export type AuditPurge = {
  /** Forgets at most `limit` rows of days before that of a time; resolves to how many. May be repeated. */
  purge(before: number, limit: number): Promise<number>;
};

type PurgeDeps = { readonly now: () => number };

const dayMs = 86_400_000;
/** What one run forgets at most: seconds of work, so that no host cuts it off. The next one goes on. */
const maxRows = 20_000;
/** Rows that are asked for at once: a transaction holds 100. */
const batchRows = 1_000;
const maxPurgeMs = 60_000;

/** Forgets ended sessions that are older than their bastion's policy keeps them. Resolves to how many. */
export async function purgeHistory(
  deps: PurgeDeps & { readonly history: HistoryPurge; readonly policies: Pick<PolicyStore, 'get'> },
): Promise<number> {
  const started = deps.now();
  let purged = 0;
  for await (const key of deps.history.bastionKeys()) {
    const { historyRetentionInDays } = await readPolicy(deps, key);
    const before = started - historyRetentionInDays * dayMs;
    purged += await inBatches(deps, started, maxRows - purged, (limit) =>
      deps.history.purge(key, before, limit),
    );
  }
  return purged;
}

/** Forgets audit rows that are older than the setting keeps them. Resolves to how many. */
export async function purgeAudit(
  deps: PurgeDeps & { readonly auditPurge: AuditPurge },
  retentionDays: number,
): Promise<number> {
  const started = deps.now();
  const before = started - retentionDays * dayMs;
  return await inBatches(deps, started, maxRows, (limit) => deps.auditPurge.purge(before, limit));
}

async function inBatches(
  { now }: PurgeDeps,
  started: number,
  most: number,
  purge: (limit: number) => Promise<number>,
): Promise<number> {
  let purged = 0;
  while (purged < most && now() - started < maxPurgeMs) {
    const limit = Math.min(batchRows, most - purged);
    const count = await purge(limit);
    purged += count;
    if (count < limit) break;
  }
  return purged;
}
