import { readFile } from 'node:fs/promises';
import { requestUserToken } from '../../shared/client/requestUserToken.ts';
import type { SignIn } from '../config.ts';
import { SignInError } from '../failure.ts';

/** An access token for the control plane, fresh enough to be used now. It is never printed. */
export type TokenSource = () => Promise<string>;

/** Shorter than any token lives. */
const keepMs = 60_000;

export function createTokenSource(
  signIn: SignIn,
  deps: { readonly fetch: typeof fetch; readonly now: () => number },
): TokenSource {
  switch (signIn.kind) {
    case 'tokenFile':
      return () => readTokenFile(signIn.path);
    case 'localUser':
      return keepFor(deps.now, () => signInFault(requestUserToken({ ...signIn, fetch: deps.fetch })));
    case 'azure':
      return azureToken(signIn);
  }
}

/** Whoever writes the file may renew it while a console is open. */
async function readTokenFile(path: string): Promise<string> {
  const text = await readFile(path, 'utf8').catch((cause: unknown) => {
    throw new SignInError(`The token file ${path} cannot be read. Check --token-file.`, { cause });
  });
  const token = text.trim();
  // What is not a token must not reach a header, where it would be quoted in a fault.
  if (/^[\w.~+/=-]+$/.test(token)) return token;
  throw new SignInError(`The file ${path} does not hold one access token and nothing else.`);
}

function keepFor(now: () => number, request: TokenSource): TokenSource {
  let kept: { readonly token: string; readonly until: number } | undefined;
  return async () => {
    if (kept === undefined || now() >= kept.until) kept = { token: await request(), until: now() + keepMs };
    return kept.token;
  };
}

async function signInFault(token: Promise<string>, hint = ''): Promise<string> {
  try {
    return await token;
  } catch (fault) {
    throw new SignInError(`${hint}${fault instanceof Error ? fault.message : String(fault)}`, {
      cause: fault,
    });
  }
}

/** Loaded when it is needed only: it is larger than all the rest. It keeps and renews its tokens itself. */
function azureToken({ clientId, tenantId, authority }: Extract<SignIn, { kind: 'azure' }>): TokenSource {
  const credential = import('@azure/identity').then(
    ({ DefaultAzureCredential }) =>
      new DefaultAzureCredential({
        ...(tenantId === undefined ? {} : { tenantId }),
        ...(authority === undefined ? {} : { authorityHost: authority }),
      }),
  );
  const scope = `${clientId.replace(/\/$/, '')}/.default`;
  const hint = `None of Azure's credentials has a token for ${clientId}. Sign in, for instance with "az login". They say:\n`;
  return async () => {
    const token = (await credential).getToken(scope);
    return await signInFault(
      token.then((got) => got.token),
      hint,
    );
  };
}
