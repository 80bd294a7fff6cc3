import { InMemoryWebStorage, type User, UserManager, WebStorageStateStore } from 'oidc-client-ts';
import { ApiError } from '../../shared/client/apiError.ts';
import type { PortalConfig } from '../config.ts';
import { t } from '../i18n/i18n.ts';
import { safeReturnPath } from './safeReturnPath.ts';

type SignedInUser = { readonly name: string; readonly email: string };

export type SignIn = {
  readonly user: SignedInUser | undefined;
  /** Whether this tab was signed in before it was reloaded: the identity provider then asks nothing. */
  readonly wasSignedIn: boolean;
  /** Leaves the page for the identity provider; `path` is where to come back to. */
  begin(path: string): Promise<void>;
  /** Completes a sign-in when the address is its redirect; resolves to the path to go on at. */
  complete(address: string): Promise<string>;
  /** Forgets the tokens, and that there were any. */
  forget(): void;
  /** That, and the identity provider's own sign-in. */
  end(): Promise<void>;
  token(): Promise<string>;
};

export const signedInPath = '/signed-in';
const wasSignedInKey = 'sallyport.wasSignedIn';

/** Whether a page was signed in before it was reloaded, and is left for the identity provider first. */
export const goesForSignIn = (path: string, storage: Storage): boolean =>
  path !== signedInPath && storage.getItem(wasSignedInKey) !== null;

/**
 * Authorization code with PKCE. Tokens live in this object's memory and nowhere else; session storage holds
 * only the verifier of a sign-in under way, and the mark that one had succeeded.
 */
export function createSignIn(config: PortalConfig, origin: string, storage: Storage): SignIn {
  const manager = createManager(config, origin, storage);
  let user: User | undefined;
  let renewal: Promise<void> | undefined;

  /** Several calls that find the token expired share one renewal: a refresh token works once. */
  async function renew(): Promise<void> {
    renewal ??= manager
      .signinSilent()
      .then((renewed) => {
        user = renewed ?? undefined;
      })
      .finally(() => {
        renewal = undefined;
      });
    await renewal;
  }

  function forget(): void {
    storage.removeItem(wasSignedInKey);
    user = undefined;
  }

  return {
    get user() {
      return user && toUser(user);
    },
    get wasSignedIn() {
      return storage.getItem(wasSignedInKey) !== null;
    },
    // In place of the page that asked: going back to it would sign in anew, and end up here again.
    begin: (path) => manager.signinRedirect({ state: path, redirectMethod: 'replace' }),
    async complete(address) {
      // Whatever comes of it, the same address must not be tried again after a reload.
      storage.removeItem(wasSignedInKey);
      user = await manager.signinCallback(address).catch((cause: unknown) => {
        throw new ApiError('SignInFailed', t('errors:signIn'), { status: 0, cause });
      });
      storage.setItem(wasSignedInKey, 'yes');
      return safeReturnPath(user?.state, origin);
    },
    forget,
    async end() {
      const idToken = user?.id_token;
      forget();
      await manager.signoutRedirect(idToken === undefined ? {} : { id_token_hint: idToken });
    },
    async token() {
      const isStale = user === undefined || (user.expires_in ?? Number.POSITIVE_INFINITY) < 30;
      if (isStale && user?.refresh_token !== undefined) await renew().catch(() => {});
      if (user === undefined || user.expired === true)
        throw new ApiError('AuthenticationFailed', t('errors:signedOut'), { status: 401 });
      return user.access_token;
    },
  };
}

function createManager(config: PortalConfig, origin: string, storage: Storage): UserManager {
  return new UserManager({
    authority: config.authority,
    client_id: config.clientId,
    scope: config.scope,
    redirect_uri: `${origin}${signedInPath}`,
    post_logout_redirect_uri: `${origin}/`,
    userStore: new WebStorageStateStore({ store: new InMemoryWebStorage() }),
    stateStore: new WebStorageStateStore({ store: storage }),
    automaticSilentRenew: false,
    ...(config.resource === undefined
      ? {}
      : { resource: config.resource, extraTokenParams: { resource: config.resource } }),
  });
}

function toUser({ profile }: User): SignedInUser {
  const email = profile.email ?? profile.preferred_username ?? profile.sub;
  return { name: profile.name ?? email, email };
}
