import type { Query } from '../../shared/client/query.ts';
import type { SessionList } from '../../shared/contracts/session.ts';

/** Enough for the most sessions that a bastion may have. */
const maxPages = 10;

type Reader = {
  readonly listSessions: (bastionId: string, query?: Query) => Promise<SessionList>;
  readonly moreSessions: (nextLink: string) => Promise<SessionList>;
};

/** Every page of a bastion's list as one: it can only be sorted and searched as a whole. */
export async function readAllSessions(
  api: Reader,
  bastionId: string,
  query: Query = {},
): Promise<SessionList> {
  let page = await api.listSessions(bastionId, query);
  const rows = [...page.value];
  for (let pages = 1; page.nextLink !== undefined && pages < maxPages; pages += 1) {
    page = await api.moreSessions(page.nextLink);
    rows.push(...page.value);
  }
  return { ...page, value: rows };
}
