import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { get } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { decodeJwt } from 'jose';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createCallerReader, type ReadCaller } from '../../functions/http/caller.ts';
import { readFleetFile } from '../../infra/local/fleetFile.ts';
import {
  type IdentityProvider,
  startIdentityProvider,
} from '../../infra/local/identity/startIdentityProvider.ts';
import type { GroupReader } from '../../shared/access/groups.ts';
import { requestUserToken } from '../../shared/client/requestUserToken.ts';
import { fakeGroups } from '../support/fakeGroups.ts';
import { freePort } from '../support/freePort.ts';
import { SignInFlow } from '../support/signInFlow.ts';
import { bearer } from '../support/tokenIssuer.ts';

const fleet = readFleetFile();
const portalOrigin = 'http://localhost:4999';
const redirectUri = `${portalOrigin}/signed-in`;
const stateFolder = mkdtempSync(join(tmpdir(), 'sallyport-identity-'));
const ops = 'ops@contoso.example';

let idp: IdentityProvider;
let readCaller: ReadCaller;

const readerFor = (issuer: string, groups: GroupReader = fakeGroups()): ReadCaller =>
  createCallerReader({
    groups,
    issuers: [issuer],
    audiences: ['api://sallyport'],
    jwksUri: `${issuer}/jwks`,
    tenantIds: [fleet.tenantId],
  });

beforeAll(async () => {
  idp = await startIdentityProvider({ port: 0, fleet, stateFolder, portalOrigin });
  readCaller = readerFor(idp.issuer);
});
afterAll(async () => {
  await idp[Symbol.asyncDispose]();
  rmSync(stateFolder, { recursive: true });
});

const newFlow = (query: Readonly<Record<string, string>> = {}) =>
  new SignInFlow({ issuer: idp.issuer, redirectUri, query });

async function signIn(user: string) {
  const flow = newFlow();
  const { page } = await flow.begin();
  const query = await flow.choose(page, user);
  const response = await flow.redeem(query.get('code') ?? '');
  return { flow, query, response, tokens: (await response.json()) as Record<string, string> };
}

describe('signing in to the portal', () => {
  test('a chosen user comes back with a token that the API takes', async () => {
    const { flow, query, tokens } = await signIn(ops);

    expect(query.get('state')).toBe(flow.state);
    expect(query.get('iss')).toBe(idp.issuer);
    expect(await readCaller(bearer(tokens.access_token ?? ''))).toEqual({
      principalId: '20000000-0000-4000-8000-000000000002',
      kind: 'User',
      tenantId: fleet.tenantId,
      name: 'Oscar Ops',
      userName: ops,
      groups: ['40000000-0000-4000-8000-000000000001'],
      appRoles: [],
    });
  });

  test('the access token has the claims of an Entra token, version 2.0', async () => {
    const { tokens } = await signIn(ops);

    const claims = decodeJwt(tokens.access_token ?? '');

    expect(claims).toEqual({
      iss: idp.issuer,
      aud: 'api://sallyport',
      iat: expect.any(Number),
      nbf: claims.iat,
      exp: (claims.iat ?? 0) + 3600,
      uti: expect.any(String),
      tid: fleet.tenantId,
      ver: '2.0',
      azp: 'sallyport-portal',
      groups: ['40000000-0000-4000-8000-000000000001'],
      idtyp: 'user',
      name: 'Oscar Ops',
      oid: '20000000-0000-4000-8000-000000000002',
      preferred_username: ops,
      scp: 'access',
      sub: expect.stringMatching(/^[\w-]{43}$/),
    });
  });

  test('the ID token is for the portal, carries the nonce, and is no access token', async () => {
    const { flow, tokens } = await signIn(ops);

    expect(decodeJwt(tokens.id_token ?? '')).toMatchObject({
      aud: 'sallyport-portal',
      nonce: flow.nonce,
      name: 'Oscar Ops',
      preferred_username: ops,
    });
    await expect(readCaller(bearer(tokens.id_token ?? ''))).rejects.toMatchObject({
      code: 'AuthenticationFailed',
    });
  });

  test('a name may be typed in any case, and the portal may ask for the scope as with Entra', async () => {
    const flow = newFlow({ scope: 'openid profile api://sallyport/access' });
    const { page } = await flow.begin();

    const query = await flow.choose(page, ' OPS@contoso.example ');

    expect((await flow.redeem(query.get('code') ?? '')).status).toBe(200);
  });

  test('somebody who is signed in already is not asked again, until signing out', async () => {
    const { flow, tokens } = await signIn(ops);

    const again = await flow.begin();
    expect(again.page.origin).toBe(portalOrigin);

    const signOut = new URL('/session/end', idp.issuer);
    signOut.search = new URLSearchParams({
      id_token_hint: tokens.id_token ?? '',
      post_logout_redirect_uri: `${portalOrigin}/`,
    }).toString();
    const form = await (await flow.request(signOut)).text();
    const xsrf = /name="xsrf" value="([^"]+)"/.exec(form)?.[1] ?? '';
    const body = new URLSearchParams({ xsrf, logout: 'yes' });
    const left = await flow.request(new URL('/session/end/confirm', idp.issuer), { method: 'POST', body });
    expect(left.headers.get('location')).toBe(`${portalOrigin}/`);

    const { page } = await flow.begin();
    expect(page.pathname).toMatch(/^\/sign-in\//);
  });

  test('a refresh token renews the access token', async () => {
    const { flow, tokens } = await signIn(ops);

    const response = await flow.redeem('', {
      grant_type: 'refresh_token',
      refresh_token: tokens.refresh_token ?? '',
    });

    const renewed = (await response.json()) as Record<string, string>;
    expect(await readCaller(bearer(renewed.access_token ?? ''))).toMatchObject({ userName: ops });
  });

  test('the page lists every user, says that there is no password, and cannot be framed', async () => {
    const { response } = await newFlow().begin();

    const html = await response.text();

    expect([...html.matchAll(/data-user="([^"]+)"/g)].map((match) => match[1])).toEqual(
      fleet.users.map(({ upn }) => upn),
    );
    expect(html).toContain('asks for no password');
    expect(response.headers.get('content-security-policy')).toContain("frame-ancestors 'none'");
  });

  test('an unknown name is said on the page and signs nobody in', async () => {
    const flow = newFlow();
    const { page } = await flow.begin();

    const user = '<img src=x>"@contoso.example';
    const response = await flow.request(page, { method: 'POST', body: new URLSearchParams({ user }) });

    expect(response.status).toBe(400);
    const html = await response.text();
    expect(html).toContain('role="alert"');
    expect(html).not.toContain('<img');
  });

  test('a sign-in page that nobody asked for leads back to the portal', async () => {
    const response = await newFlow().request(`${idp.issuer}/sign-in/nothing`);

    expect(response.status).toBe(400);
    expect(await response.text()).toContain(`href="${portalOrigin}/"`);
  });

  test('A12 every cookie is Secure, HttpOnly, SameSite and without a domain', async () => {
    const { flow } = await signIn(ops);

    expect(flow.setCookies.length).toBeGreaterThan(0);
    for (const cookie of flow.setCookies) {
      expect(cookie.toLowerCase()).toMatch(/; samesite=(?:lax|strict)/);
      expect(cookie.toLowerCase()).toContain('; httponly');
      expect(cookie.toLowerCase()).toContain('; secure');
      expect(cookie.toLowerCase()).not.toContain('domain=');
    }
  });
});

describe('A9 sign-ins that are not what they seem', () => {
  test('A9 a code works once, and trying again ends what it gave', async () => {
    const { flow, query, tokens } = await signIn(ops);

    const replay = await flow.redeem(query.get('code') ?? '');
    const refresh = await flow.redeem('', {
      grant_type: 'refresh_token',
      refresh_token: tokens.refresh_token ?? '',
    });

    expect([replay.status, await replay.json()]).toEqual([
      400,
      expect.objectContaining({ error: 'invalid_grant' }),
    ]);
    expect(refresh.status).toBe(400);
  });

  test("A9 another person's code is worth nothing without its verifier", async () => {
    const flow = newFlow();
    const { page } = await flow.begin();
    const code = (await flow.choose(page, ops)).get('code') ?? '';

    const response = await newFlow().redeem(code);

    expect(await response.json()).toMatchObject({ error: 'invalid_grant' });
  });

  test('A9 a sign-in without PKCE is refused', async () => {
    const flow = newFlow({ code_challenge: '', code_challenge_method: '' });

    const { page } = await flow.begin();

    expect(page.searchParams.get('error')).toBe('invalid_request');
  });

  test.each([
    'http://evil.example/signed-in',
    'http://localhost:4998/signed-in',
    `${portalOrigin}.evil.example/`,
  ])('A9 nobody is sent to %s', async (target) => {
    const flow = new SignInFlow({ issuer: idp.issuer, redirectUri: target });

    const { response } = await flow.begin();

    expect(response.status).toBe(400);
    expect(response.headers.get('location')).toBeNull();
  });

  test('A9 the page of one browser cannot be finished in another', async () => {
    const { page } = await newFlow().begin();

    const response = await newFlow().request(page, {
      method: 'POST',
      body: new URLSearchParams({ user: ops }),
    });

    expect(response.status).toBe(400);
  });
});

describe('who may read from a page', () => {
  test('the portal may read discovery, keys and tokens', async () => {
    const headers = { origin: portalOrigin };
    const discovery = await fetch(`${idp.issuer}/.well-known/openid-configuration`, { headers });
    const keys = await fetch(`${idp.issuer}/jwks`, { headers });
    const { response } = await signIn(ops);

    expect(await discovery.json()).toMatchObject({
      issuer: idp.issuer,
      token_endpoint: `${idp.issuer}/token`,
      jwks_uri: `${idp.issuer}/jwks`,
    });
    for (const answer of [discovery, keys, response]) {
      expect(answer.headers.get('access-control-allow-origin')).toBe(portalOrigin);
    }
  });

  test('a browser asks for discovery once, and for everything else each time', async () => {
    const paths = ['/.well-known/openid-configuration', '/jwks'];
    const answers = await Promise.all(paths.map((path) => fetch(idp.issuer + path)));

    expect(answers.map(({ headers }) => headers.get('cache-control'))).toEqual([
      'private, max-age=3600',
      null,
    ]);
    expect(answers[0]?.headers.get('vary')).toContain('Origin');
  });

  test('no other page gets a token', async () => {
    const body = new URLSearchParams({
      grant_type: 'urn:sallyport:grant:local-user',
      client_id: 'sallyport-cli',
      username: ops,
    });
    for (const origin of ['http://evil.example', 'null', portalOrigin]) {
      const response = await fetch(`${idp.issuer}/token`, { method: 'POST', body, headers: { origin } });

      expect(response.ok).toBe(false);
      expect(await response.json()).not.toHaveProperty('access_token');
    }
  });

  test('a host name that was re-pointed here is not served', async () => {
    const status = await new Promise((resolve, reject) => {
      const headers = { host: `evil.example:${idp.port}` };
      get({ host: '127.0.0.1', port: idp.port, path: '/jwks', headers }, (response) => {
        response.resume();
        resolve(response.statusCode);
      }).on('error', reject);
    });

    expect(status).toBe(421);
  });
});

describe('relays', () => {
  const secrets = () =>
    JSON.parse(readFileSync(join(stateFolder, 'relay-secrets.json'), 'utf8')) as Record<string, string>;
  const ask = (secret: string) =>
    fetch(`${idp.issuer}/token`, {
      method: 'POST',
      body: new URLSearchParams({
        grant_type: 'client_credentials',
        client_id: 'relay-01',
        client_secret: secret,
        scope: 'api://sallyport/.default',
      }),
    });

  test('a relay gets a token of its own identity for its secret', async () => {
    const answer = (await (await ask(secrets()['relay-01'] ?? '')).json()) as Record<string, string>;

    expect(await readCaller(bearer(answer.access_token ?? ''))).toEqual({
      principalId: '30000000-0000-4000-8000-000000000001',
      kind: 'ServicePrincipal',
      tenantId: fleet.tenantId,
      name: 'relay-01',
      userName: 'relay-01',
      groups: [],
      appRoles: ['Sallyport.Relay'],
    });
  });

  test('a wrong secret gets nothing', async () => {
    const response = await ask('wrong');

    expect([response.status, await response.json()]).toEqual([
      401,
      expect.objectContaining({ error: 'invalid_client' }),
    ]);
  });
});

test('A8b of a user in more than 200 groups the token says so, and the directory says which', async () => {
  const groups = Array.from(
    { length: 201 },
    (_, index) => `40000000-0000-4000-8000-${String(index).padStart(12, '0')}`,
  );
  const users = fleet.users.map((user) => (user.upn === ops ? { ...user, groups } : user));
  const options = { port: 0, fleet: { ...fleet, users }, stateFolder, portalOrigin };
  await using provider = await startIdentityProvider(options);
  const token = await requestUserToken({ issuer: provider.issuer, username: ops, fetch });
  const { oid } = decodeJwt<{ oid: string }>(token);

  expect(decodeJwt(token)).toMatchObject({ _claim_names: { groups: 'src1' } });
  expect(decodeJwt(token)).not.toHaveProperty('groups');
  const reader = readerFor(provider.issuer, fakeGroups({ [oid]: groups }));
  expect((await reader(bearer(token))).groups).toEqual(groups);
});

describe('between starts', () => {
  test('keys and secrets are readable by their owner only', () => {
    for (const name of ['identity-keys.json', 'relay-secrets.json']) {
      expect(statSync(join(stateFolder, name)).mode & 0o777).toBe(0o600);
    }
  });

  test('a token outlives a restart of the provider', async () => {
    const options = { port: await freePort(), fleet, stateFolder, portalOrigin };
    const first = await startIdentityProvider(options);
    const token = await requestUserToken({ issuer: first.issuer, username: ops, fetch });
    await first[Symbol.asyncDispose]();

    await using second = await startIdentityProvider(options);

    await expect(readerFor(second.issuer)(bearer(token))).resolves.toMatchObject({ userName: ops });
  });
});

test('a damaged key file stops the start with a sentence that does not quote it', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'sallyport-identity-'));
  writeFileSync(join(folder, 'identity-keys.json'), 'half a secret');

  const attempt = startIdentityProvider({ port: 0, fleet, stateFolder: folder, portalOrigin });

  await expect(attempt).rejects.toThrow(/identity-keys\.json is not JSON\. Delete it/);
  await expect(attempt).rejects.not.toThrow(/half/);
  rmSync(folder, { recursive: true });
});

describe('npm run token', () => {
  test('any user of the fleet file gets a token', async () => {
    for (const { upn } of fleet.users) {
      const token = await requestUserToken({ issuer: idp.issuer, username: upn, fetch });

      expect(await readCaller(bearer(token))).toMatchObject({ userName: upn });
    }
  });

  test('an unknown user is told who there is', async () => {
    const attempt = requestUserToken({ issuer: idp.issuer, username: 'nobody', fetch });

    await expect(attempt).rejects.toThrow(
      /^No such user\. Users: owner@contoso\.example, ops@contoso\.example/,
    );
  });

  test('a provider that is not there is said to be missing', async () => {
    const issuer = `http://localhost:${await freePort()}`;

    await expect(requestUserToken({ issuer, username: ops, fetch })).rejects.toThrow(
      /does not answer.*npm start/,
    );
  });
});
