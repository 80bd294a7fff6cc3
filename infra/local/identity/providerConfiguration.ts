import { type Configuration, errors, type FindAccount, type KoaContextWithOIDC } from 'oidc-provider';
import { localUserClientId, localUserGrantType } from '../../../shared/client/requestUserToken.ts';
import type { FleetFile } from '../fleetFile.ts';
import { accessTokenSeconds, audience, createClaimsWriter, resourceServer } from './accessToken.ts';
import { createGrantStore } from './grantStore.ts';
import { createProviderPages } from './providerPages.ts';
import { signInPath } from './signInRoute.ts';
import type { SigningKeys } from './signingKeys.ts';

const portalClientId = 'sallyport-portal';

const daySeconds = 86_400;
const hourSeconds = 3_600;

export type ConfigurationInput = {
  readonly fleet: FleetFile;
  readonly keys: SigningKeys;
  readonly relaySecrets: Readonly<Record<string, string>>;
  readonly portalOrigin: string;
};

export function providerConfiguration(input: ConfigurationInput): Configuration {
  const { fleet, keys, portalOrigin } = input;
  const pages = createProviderPages(portalOrigin);
  return {
    adapter: createGrantStore(Date.now),
    jwks: keys.jwks,
    clients: clients(input),
    // A name of our own: cookies are shared by all ports of a host.
    cookies: {
      keys: [keys.cookieKey],
      names: { session: 'sallyport_idp', interaction: 'sallyport_idp_in', resume: 'sallyport_idp_re' },
    },
    claims: { openid: ['sub', 'oid', 'tid'], profile: ['name', 'preferred_username'], email: ['email'] },
    conformIdTokenClaims: false,
    clientBasedCORS: (_ctx, origin) => origin === portalOrigin,
    findAccount: createAccountFinder(fleet),
    formats: { customizers: { jwt: createClaimsWriter(fleet) } },
    interactions: { url: (_ctx, { uid }) => signInPath(uid) },
    issueRefreshToken: async (_ctx, client) => client.grantTypeAllowed('refresh_token'),
    loadExistingGrant: grantWithoutConsent,
    renderError: pages.problem,
    ttl: {
      AccessToken: accessTokenSeconds,
      ClientCredentials: accessTokenSeconds,
      AuthorizationCode: 60,
      IdToken: hourSeconds,
      Interaction: hourSeconds,
      Session: daySeconds,
      Grant: daySeconds,
      RefreshToken: daySeconds,
    },
    features: {
      devInteractions: { enabled: false },
      userinfo: { enabled: false },
      clientCredentials: { enabled: true },
      rpInitiatedLogout: {
        enabled: true,
        logoutSource: pages.signOut,
        postLogoutSuccessSource: pages.signedOut,
      },
      resourceIndicators: {
        enabled: true,
        defaultResource: () => audience,
        useGrantedResource: () => true,
        getResourceServerInfo: (_ctx, indicator, _client) => {
          if (indicator === audience) return resourceServer;
          throw new errors.InvalidTarget();
        },
      },
    },
  };
}

function clients({ relaySecrets, portalOrigin }: ConfigurationInput): Configuration['clients'] {
  const relays = Object.entries(relaySecrets).map(([relayId, secret]) => ({
    client_id: relayId,
    client_secret: secret,
    grant_types: ['client_credentials'],
    redirect_uris: [],
    response_types: [],
    token_endpoint_auth_method: 'client_secret_post' as const,
  }));
  const portal = {
    client_id: portalClientId,
    client_name: 'Sallyport',
    grant_types: ['authorization_code', 'refresh_token'],
    redirect_uris: [`${portalOrigin}/`, `${portalOrigin}/signed-in`],
    post_logout_redirect_uris: [`${portalOrigin}/`, `${portalOrigin}/signed-out`],
    response_types: ['code' as const],
    token_endpoint_auth_method: 'none' as const,
  };
  const commandLine = {
    client_id: localUserClientId,
    grant_types: [localUserGrantType],
    redirect_uris: [],
    response_types: [],
    token_endpoint_auth_method: 'none' as const,
  };
  return [portal, commandLine, ...relays];
}

function createAccountFinder(fleet: FleetFile): FindAccount {
  return (_ctx, accountId) => {
    const user = fleet.users.find(({ oid }) => oid === accountId);
    if (user === undefined) return undefined;
    const { oid, name, upn } = user;
    const claims = { sub: oid, oid, tid: fleet.tenantId, name, preferred_username: upn, email: upn };
    return { accountId, claims: () => claims };
  };
}

/** What the portal may ask for is settled: nobody is asked for consent. */
async function grantWithoutConsent(ctx: KoaContextWithOIDC) {
  const { provider, client, session } = ctx.oidc;
  const clientId = client?.clientId;
  const accountId = session?.accountId;
  if (clientId === undefined || accountId === undefined) return undefined;
  const grantId = session?.grantIdFor(clientId);
  const known = grantId === undefined ? undefined : await provider.Grant.find(grantId);
  if (known !== undefined) return known;
  const grant = new provider.Grant({ accountId, clientId });
  grant.addOIDCScope('openid profile email offline_access');
  grant.addResourceScope(audience, resourceServer.scope);
  await grant.save();
  return grant;
}
