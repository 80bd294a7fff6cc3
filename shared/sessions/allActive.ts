import type { SessionStore } from './ports.ts';
import type { Session } from './session.ts';

const pageSize = 1000;

/** Every session of a bastion that has not ended, newest first, page by page. */
export async function allActive(
  deps: { readonly sessions: Pick<SessionStore, 'readActive'> },
  bastionId: string,
): Promise<readonly Session[]> {
  const all: Session[] = [];
  for (let after: string | undefined; ; ) {
    const page = await deps.sessions.readActive(bastionId, { limit: pageSize, after });
    all.push(...page);
    after = page.at(-1)?.sessionId;
    if (page.length < pageSize) return all;
  }
}
