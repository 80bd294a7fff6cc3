import { createHash } from 'node:crypto';
import type { Configuration, JWTStructured, ResourceServer } from 'oidc-provider';
import type { FleetFile } from '../fleetFile.ts';

/** The application that access tokens are for. */
export const audience = 'api://sallyport';
export const accessTokenSeconds = 3600;
/** As many groups as Entra names in a JWT: of more it says only that there are some. */
const maxGroups = 200;

/** Entra names a scope by its application; `.default` is what an app asks for to get its own token. */
export const resourceServer: ResourceServer = {
  audience,
  scope: `access ${audience}/access ${audience}/.default`,
  accessTokenTTL: accessTokenSeconds,
  accessTokenFormat: 'jwt',
  jwt: { sign: { alg: 'RS256' } },
};

type Customizer = NonNullable<NonNullable<NonNullable<Configuration['formats']>['customizers']>['jwt']>;

/** Writes the claims of an access token as Entra does in version 2.0, so that the API needs only one reader. */
export function createClaimsWriter(fleet: FleetFile): Customizer {
  return (_ctx, token, parts) => {
    const accountId = 'accountId' in token ? token.accountId : undefined;
    const own =
      accountId === undefined
        ? appClaims(fleet, token.clientId)
        : userClaims(fleet, accountId, token.clientId);
    const { iss, aud, iat, exp, jti } = parts.payload;
    parts.header = { typ: 'JWT' };
    parts.payload = { iss, aud, iat, nbf: iat, exp, uti: jti, tid: fleet.tenantId, ver: '2.0', ...own };
  };
}

function userClaims(fleet: FleetFile, oid: string, clientId = ''): JWTStructured['payload'] {
  const user = fleet.users.find((one) => one.oid === oid);
  if (user === undefined) throw new Error('A token was asked for a user who is not in the fleet file.');
  return {
    azp: clientId,
    ...groupClaims(fleet, user),
    idtyp: 'user',
    name: user.name,
    oid,
    preferred_username: user.upn,
    scp: 'access',
    // Different from the object id and for each client, as in Entra.
    sub: createHash('sha256').update(`${oid}:${clientId}`).digest('base64url'),
  };
}

function groupClaims({ tenantId }: FleetFile, { oid, groups }: FleetFile['users'][number]) {
  if (groups.length <= maxGroups) return { groups };
  const endpoint = `https://graph.windows.net/${tenantId}/users/${oid}/getMemberObjects`;
  return { _claim_names: { groups: 'src1' }, _claim_sources: { src1: { endpoint } } };
}

function appClaims(fleet: FleetFile, clientId = ''): JWTStructured['payload'] {
  const relay = fleet.fleet.relays.find((one) => one.relayId === clientId);
  if (relay === undefined) throw new Error('A token was asked for an app that is not in the fleet file.');
  return {
    azp: clientId,
    idtyp: 'app',
    oid: relay.principalId,
    roles: ['Sallyport.Relay'],
    sub: relay.principalId,
  };
}
