import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import Provider from 'oidc-provider';
import type { FleetFile } from '../fleetFile.ts';
import { createHostGuard, secureCookies } from './guardRequests.ts';
import { keepDiscovery } from './keepDiscovery.ts';
import { registerLocalUserGrant } from './localUserGrant.ts';
import { providerConfiguration } from './providerConfiguration.ts';
import { ensureRelaySecrets } from './relaySecrets.ts';
import { createSignInRoute } from './signInRoute.ts';
import { ensureSigningKeys } from './signingKeys.ts';

export type IdentityProviderOptions = {
  /** 0 = any free one. */
  readonly port: number;
  readonly fleet: FleetFile;
  /** Signing keys and relay secrets are kept here, readable by their owner only. */
  readonly stateFolder: string;
  readonly portalOrigin: string;
};

export type IdentityProvider = AsyncDisposable & {
  /** `http://localhost:{port}`; keys under `/jwks`, tokens from `/token`. */
  readonly issuer: string;
  readonly port: number;
};

/** Plays Microsoft Entra ID for the users and relays of the fleet file, on loopback. */
export async function startIdentityProvider(options: IdentityProviderOptions): Promise<IdentityProvider> {
  const { fleet, stateFolder, portalOrigin } = options;
  const keys = await ensureSigningKeys(stateFolder);
  const relaySecrets = ensureRelaySecrets(
    stateFolder,
    fleet.fleet.relays.map(({ relayId }) => relayId),
  );
  const server = createServer({ headersTimeout: 10_000, requestTimeout: 30_000 });
  server.listen(options.port, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;

  // The issuer holds the port, so the provider is made only once that is known.
  const issuer = `http://localhost:${port}`;
  const provider = new Provider(issuer, providerConfiguration({ fleet, keys, relaySecrets, portalOrigin }));
  registerLocalUserGrant(provider, fleet);
  provider.use(createHostGuard(port));
  provider.use(secureCookies);
  provider.use(keepDiscovery);
  provider.use(createSignInRoute(provider, fleet, portalOrigin));
  provider.on('server_error', (_ctx, fault) => console.error(fault));
  const handle = provider.callback();
  server.on('request', (request, response) => void handle(request, response));

  return {
    issuer,
    port,
    async [Symbol.asyncDispose]() {
      server.close();
      server.closeAllConnections();
      await once(server, 'close');
    },
  };
}
