import { errors, type default as Provider, type TokenEndpointGrantContext } from 'oidc-provider';
import { localUserGrantType } from '../../../shared/client/requestUserToken.ts';
import type { FleetFile } from '../fleetFile.ts';
import { audience, resourceServer } from './accessToken.ts';

export function registerLocalUserGrant(provider: Provider, fleet: FleetFile): void {
  provider.registerGrantType(
    localUserGrantType,
    async (ctx: TokenEndpointGrantContext<{ username?: string }>) => {
      // Browsers send Origin with every POST: no page, of whatever site, gets a token this way.
      if (ctx.get('origin') !== '') throw new errors.UnauthorizedClient('This grant is not for browsers.');
      const user = findUser(fleet, ctx.oidc.params.username ?? '');
      const { client } = ctx.oidc;
      const grant = new provider.Grant({ accountId: user.oid, clientId: client.clientId });
      grant.addResourceScope(audience, 'access');
      const token = new provider.AccessToken({
        accountId: user.oid,
        client,
        grantId: await grant.save(),
        gty: localUserGrantType,
        scope: 'access',
      });
      token.resourceServer = new provider.ResourceServer(audience, resourceServer);
      const value = await token.save();
      ctx.body = { access_token: value, expires_in: token.expiration, token_type: 'Bearer' };
    },
    ['username'],
  );
}

function findUser(fleet: FleetFile, username: string): FleetFile['users'][number] {
  const user = fleet.users.find(({ upn }) => upn.toLowerCase() === username.toLowerCase());
  if (user !== undefined) return user;
  const known = fleet.users.map(({ upn }) => upn).join(', ');
  throw new errors.CustomOIDCProviderError('invalid_grant', `No such user. Users: ${known}.`);
}
