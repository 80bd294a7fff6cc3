import type { AccessReader } from '../../shared/access/ports.ts';
import { createReadCache } from '../../shared/access/readCache.ts';
import { createArmAccess } from '../../shared/azure/armAccess.ts';
import { createResourceManager } from '../../shared/azure/resourceManager.ts';
import { armToken } from './armServer.ts';

type Over = {
  readonly now?: () => number;
  readonly maxStaleMs?: number;
  readonly timeoutMs?: number;
  readonly token?: string;
  readonly wait?: (milliseconds: number) => Promise<void>;
  readonly subscriptions?: () => Promise<readonly string[]>;
};

/** The adapter as the function app wires it, against a server on this machine. */
export function armReaderOf(url: string, over: Over = {}): AccessReader {
  const { now = Date.now, maxStaleMs = 60_000, timeoutMs = 10_000, token = armToken } = over;
  return createArmAccess({
    arm: createResourceManager({
      url,
      token: async () => token,
      now,
      wait: over.wait ?? (async () => {}),
      timeoutMs,
    }),
    cache: createReadCache({ now, maxStaleMs }),
    subscriptions: over.subscriptions ?? (async () => ['00000000-0000-4000-8000-000000000001']),
  });
}
