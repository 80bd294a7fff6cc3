import { z } from 'zod';

/** The client and the grant of `npm run token`: a user's token for the asking, on this machine only. */
export const localUserClientId = 'sallyport-cli';
export const localUserGrantType = 'urn:sallyport:grant:local-user';

const answer = z.union([
  z.object({ access_token: z.string() }),
  z.object({ error: z.string(), error_description: z.string().optional() }),
]);

/** A user's access token from the local identity provider. Rejects with a sentence that says what to do. */
export async function requestUserToken(input: {
  readonly issuer: string;
  readonly username: string;
  readonly fetch: typeof fetch;
}): Promise<string> {
  const { issuer, username } = input;
  const body = new URLSearchParams({
    grant_type: localUserGrantType,
    client_id: localUserClientId,
    username,
  });
  const response = await input
    .fetch(new URL('/token', issuer), { method: 'POST', body })
    .catch((cause: unknown) => {
      throw new Error(
        `The identity provider does not answer at ${issuer}. Start the local stack with: npm start`,
        {
          cause,
        },
      );
    });
  const parsed = answer.safeParse(await response.json().catch(() => undefined));
  if (!parsed.success) throw new Error(`What answers at ${issuer} is not Sallyport's identity provider.`);
  if ('access_token' in parsed.data) return parsed.data.access_token;
  throw new Error(parsed.data.error_description ?? parsed.data.error);
}
