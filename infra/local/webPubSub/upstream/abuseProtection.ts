import { fetchWithRetries, type RetryPolicy } from './fetchWithRetries.ts';

/** Asks a URL once whether it wants our events, as CloudEvents' abuse protection has it, and remembers the answer. */
export type AbuseProtection = { isAllowed(validationUrl: string): Promise<boolean> };

export type AbuseProtectionDeps = {
  readonly retry: RetryPolicy;
  /** The host that the events come from. */
  readonly origin: () => string;
  readonly now: () => number;
};

type Verdict = { readonly allowed: boolean; readonly askAgainAt: number; readonly backOffMs: number };

const checkEveryMs = 60_000;

export function createAbuseProtection(deps: AbuseProtectionDeps): AbuseProtection {
  const verdicts = new Map<string, Verdict>();
  const asking = new Map<string, Promise<boolean>>();

  const ask = async (url: string): Promise<boolean> => {
    const allowed = await askForPermission(deps, url);
    const backOffMs = allowed ? 1_000 : (verdicts.get(url)?.backOffMs ?? 1_000);
    const askAgainAt = deps.now() + (allowed ? checkEveryMs : backOffMs);
    verdicts.set(url, {
      allowed,
      askAgainAt,
      backOffMs: allowed ? 1_000 : Math.min(backOffMs * 2, checkEveryMs),
    });
    asking.delete(url);
    return allowed;
  };
  return {
    async isAllowed(url) {
      const verdict = verdicts.get(url);
      if (verdict !== undefined && verdict.askAgainAt > deps.now()) return verdict.allowed;
      const answer = asking.get(url) ?? ask(url);
      asking.set(url, answer);
      // A handler that has allowed us is not made to wait for the confirmation.
      return verdict?.allowed === true ? true : answer;
    },
  };
}

async function askForPermission({ retry, origin }: AbuseProtectionDeps, url: string): Promise<boolean> {
  const host = origin();
  const headers = { 'WebHook-Request-Origin': host, 'ce-awpsversion': '1.0' };
  try {
    let answer = await fetchWithRetries(retry, url, { method: 'OPTIONS', headers });
    await answer.body?.cancel();
    if (answer.status === 404) {
      answer = await fetchWithRetries(retry, url, { method: 'GET', headers });
      await answer.body?.cancel();
    }
    return answer.ok && isAllowedBy(answer.headers.get('webhook-allowed-origin'), host);
  } catch {
    // No answer is no permission.
    return false;
  }
}

export function isAllowedBy(header: string | null, host: string): boolean {
  const allowed = (header ?? '').split(',').map((origin) => origin.trim().toLowerCase());
  return allowed.includes('*') || allowed.includes(host.toLowerCase());
}
