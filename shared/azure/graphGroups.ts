import { z } from 'zod';
import type { GroupMember, GroupReader } from '../access/groups.ts';
import { SallyportError } from '../contracts/errors.ts';

export type GraphOptions = {
  /** `https://graph.microsoft.com`, or that of a national cloud. */
  readonly url: string;
  /** An access token for it, of an app that may read users and their groups. */
  readonly token: () => Promise<string>;
  readonly timeoutMs?: number;
};

/** A caller waits: the directory answers in tens of milliseconds, or soon enough not at all. */
const defaultTimeoutMs = 4_000;

/** A list that goes on elsewhere is not all of it, and is refused: the service does not page this one. */
const memberObjects = z.object({ value: z.array(z.guid()), '@odata.nextLink': z.undefined().optional() });
const graphError = z.object({ error: z.object({ code: z.string() }) });

/**
 * Groups as Microsoft Graph knows them.
 * https://learn.microsoft.com/graph/api/directoryobject-getmemberobjects
 */
export function createGraphGroups(options: GraphOptions): GroupReader {
  return {
    groupsOf: async (member) => {
      try {
        const response = await ask(options, member);
        if (response.status === 404) return undefined;
        if (response.status === 200) return toIds(await response.json());
        throw await faultOf(response);
      } catch (thrown) {
        throw thrown instanceof SallyportError ? thrown : unavailable(thrown);
      }
    },
  };
}

async function ask({ url, token, timeoutMs = defaultTimeoutMs }: GraphOptions, member: GroupMember) {
  const { principalId, kind } = member;
  const isUser = kind === 'User';
  const path = `/v1.0/${isUser ? 'users' : 'servicePrincipals'}/${encodeURIComponent(principalId)}`;
  return await fetch(`${url}${path}/getMemberObjects`, {
    method: 'POST',
    // An answer from elsewhere is nobody's, and the token goes nowhere else.
    redirect: 'error',
    signal: AbortSignal.timeout(timeoutMs),
    headers: { authorization: `Bearer ${await token()}`, 'content-type': 'application/json' },
    // Roles are assigned to security groups only. Graph can tell them apart for people, not for apps.
    body: JSON.stringify({ securityEnabledOnly: isUser }),
  });
}

const toIds = (body: unknown): readonly string[] =>
  memberObjects.parse(body).value.map((id) => id.toLowerCase());

/** More groups than Graph lists is the account's matter and stays so; all else may be over in a moment. */
async function faultOf(response: Response): Promise<Error> {
  const parsed = graphError.safeParse(await response.json().catch(() => undefined));
  const code = parsed.success ? parsed.data.error.code : '';
  if (code !== 'Directory_ResultSizeLimitExceeded') {
    return new Error(`The directory answered ${response.status} ${code}.`);
  }
  return new SallyportError(
    'AuthenticationFailed',
    'The account is in more than 11,000 groups, which is more than the directory lists. Let the Sallyport application emit only groups that are assigned to it.',
  );
}

function unavailable(cause: unknown): SallyportError {
  return new SallyportError(
    'DirectoryUnavailable',
    'The directory does not answer, so it is not known which groups you are in. Retry in a few seconds.',
    { cause },
  );
}
