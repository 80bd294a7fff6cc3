import { createSecretKey } from 'node:crypto';
import { base64url, exportSPKI, generateKeyPair, importJWK, SignJWT } from 'jose';
import { beforeAll, describe, expect, test } from 'vitest';
import { createCallerReader, type ReadCaller } from '../../../../functions/http/caller.ts';
import { fakeGroups } from '../../../support/fakeGroups.ts';
import {
  appClaims,
  audience,
  bearer,
  callerOptions,
  createTokenIssuer,
  issuer,
  jwksUri,
  now,
  type TokenIssuer,
  tenantId,
  userClaims,
} from '../../../support/tokenIssuer.ts';

let idp: TokenIssuer;
let readCaller: ReadCaller;
const options = { ...callerOptions, now: () => now };
const refused = { code: 'AuthenticationFailed', status: 401 };

beforeAll(async () => {
  idp = await createTokenIssuer();
  readCaller = createCallerReader({ ...options, fetch: idp.fetch });
});

const read = (token: string) => readCaller(bearer(token));

describe('tokens that count', () => {
  test('a person, as version 2.0 has it', async () => {
    const caller = await read(await idp.sign(userClaims));

    expect(caller).toEqual({
      principalId: '20000000-0000-4000-8000-000000000002',
      kind: 'User',
      tenantId,
      name: 'Oscar Ops',
      userName: 'ops@contoso.example',
      groups: ['40000000-0000-4000-8000-000000000001'],
      appRoles: [],
    });
  });

  test('a person, as version 1.0 has it, without groups and name', async () => {
    const { preferred_username: upn, azp: appid, groups: _, name: __, ...claims } = userClaims;

    const caller = await read(await idp.sign({ ...claims, upn, appid, ver: '1.0' }));

    expect(caller).toMatchObject({ kind: 'User', name: upn, userName: upn, groups: [] });
  });

  test('a person without any name is called by the object id', async () => {
    const { preferred_username: _, name: __, ...claims } = userClaims;

    expect(await read(await idp.sign(claims))).toMatchObject({ name: claims.oid, userName: claims.oid });
  });

  test('an app, without and with idtyp, as version 2.0 and 1.0 have it', async () => {
    const { azp: appid, ...claims } = appClaims;
    const expected = {
      principalId: appClaims.oid,
      kind: 'ServicePrincipal',
      tenantId,
      name: 'relay-01',
      userName: 'relay-01',
      groups: [],
      appRoles: ['Sallyport.Relay'],
    };

    expect(await read(await idp.sign(appClaims))).toEqual(expected);
    expect(await read(await idp.sign({ ...claims, appid, sub: 'other', idtyp: 'app' }))).toEqual(expected);
  });

  test('an app is shown by its name where the token has one, and known by its id', async () => {
    const token = await idp.sign({ ...appClaims, app_displayname: 'Relay of hall 1' });

    expect(await read(token)).toMatchObject({ name: 'Relay of hall 1', userName: 'relay-01' });
  });

  test('a guest of version 1.0 is in the tenant that issued the token and shown by the name at home', async () => {
    const { preferred_username: _, ...claims } = userClaims;
    const idp1 = 'https://sts.windows.net/70000000-0000-4000-8000-0000000000ff/';

    const caller = await read(
      await idp.sign({ ...claims, idp: idp1, unique_name: 'bob_fabrikam.example#EXT#@contoso.example' }),
    );

    expect(caller).toMatchObject({ tenantId, userName: 'bob@fabrikam.example', principalId: claims.oid });
  });

  test('a person cannot hold the role of an app', async () => {
    const caller = await read(await idp.sign({ ...userClaims, roles: ['Sallyport.Relay'] }));

    expect(caller.appRoles).toEqual([]);
  });

  test.each(['PS256', 'ES256'] as const)('%s, where it is configured', async (alg) => {
    const other = await createTokenIssuer(alg);
    const reader = createCallerReader({ ...options, algorithms: [alg], fetch: other.fetch });

    await expect(reader(bearer(await other.sign(userClaims)))).resolves.toMatchObject({ kind: 'User' });
  });
});

describe('several tenants and versions', () => {
  const other = '70000000-0000-4000-8000-00000000000b';
  const v1 = 'https://sts.example/{tenantid}/';
  const v2 = 'https://login.example/{tenantid}/v2.0';
  const both = () =>
    createCallerReader({
      ...options,
      issuers: [v1, v2],
      audiences: [audience, '90000000-0000-4000-8000-000000000001'],
      tenantIds: [tenantId, other],
      fetch: idp.fetch,
    });
  const of = (template: string, tenant: string) => template.replace('{tenantid}', tenant);

  test.each([
    [v1, tenantId, audience],
    [v2, tenantId, '90000000-0000-4000-8000-000000000001'],
    [v1, other, audience],
    [v2, other, audience],
  ])('A8b %s of tenant %s for %s is believed', async (template, tenant, aud) => {
    const token = await idp.sign({ ...userClaims, iss: of(template, tenant), tid: tenant, aud });

    await expect(both()(bearer(token))).resolves.toMatchObject({ tenantId: tenant });
  });

  test.each([
    ['the issuer of one tenant and the id of the other', of(v2, tenantId), other],
    ['a tenant that is not listed', of(v2, tenantId.replace(/1$/, '3')), tenantId.replace(/1$/, '3')],
    ['version 1.0 without its slash', of(v1, tenantId).slice(0, -1), tenantId],
    ['version 2.0 with a slash', `${of(v2, tenantId)}/`, tenantId],
    ['version 2.0 without its version', of(v2, tenantId).replace('/v2.0', ''), tenantId],
    ['the common tenant', of(v2, 'common'), tenantId],
    ['the template itself', v2, tenantId],
    [
      'a national cloud that is not configured',
      of('https://login.example.us/{tenantid}/v2.0', tenantId),
      tenantId,
    ],
    ['an issuer in capitals', of(v2, tenantId).toUpperCase(), tenantId],
    ['http instead of https', of(v2, tenantId).replace('https', 'http'), tenantId],
  ])('A8b %s is refused', async (_name, iss, tid) => {
    await expect(both()(bearer(await idp.sign({ ...userClaims, iss, tid })))).rejects.toMatchObject(refused);
  });

  test('A8b a tenant is compared without regard to case', async () => {
    const token = await idp.sign({ ...userClaims, iss: of(v2, other), tid: other.toUpperCase() });

    await expect(both()(bearer(token))).resolves.toMatchObject({ tenantId: other });
  });
});

describe('A8a signature tricks', () => {
  const encode = (value: unknown): string => base64url.encode(JSON.stringify(value));
  const part = (token: string, index: number): string => token.split('.')[index] ?? '';
  const hmac = (secret: Uint8Array, kid = 'key-1') =>
    new SignJWT(userClaims).setProtectedHeader({ alg: 'HS256', kid }).sign(createSecretKey(secret));
  const publicKeyText = async () => {
    const key = await importJWK(idp.publicJwk, 'RS256', { extractable: true });
    return exportSPKI(key as CryptoKey);
  };

  const tricks: readonly [string, () => Promise<string>][] = [
    ['alg none without a signature', async () => `${encode({ alg: 'none' })}.${encode(userClaims)}.`],
    ['alg none with a signature', async () => `${encode({ alg: 'none' })}.${encode(userClaims)}.AAAA`],
    [
      'alg NONE of a known key',
      async () => `${encode({ alg: 'NONE', kid: 'key-1' })}.${encode(userClaims)}.AA`,
    ],
    ['no alg at all', async () => `${encode({ kid: 'key-1' })}.${encode(userClaims)}.AAAA`],
    ['HS256 with the public key as PEM', async () => hmac(new TextEncoder().encode(await publicKeyText()))],
    [
      'HS256 with the public key as JWK',
      async () => hmac(new TextEncoder().encode(JSON.stringify(idp.publicJwk))),
    ],
    ['HS256 with the modulus', async () => hmac(base64url.decode(String(idp.publicJwk.n)))],
    ['HS256 with an empty key id', async () => hmac(new Uint8Array(32), '')],
    [
      'a key inside the token',
      async () => {
        const evil = await createTokenIssuer();
        return evil.sign(userClaims, { jwk: evil.publicJwk });
      },
    ],
    [
      'the address of keys inside the token',
      async () => {
        const evil = await createTokenIssuer('RS256', 'key-2');
        return evil.sign(userClaims, { jku: 'https://evil.example/keys', x5u: 'https://evil.example/x5u' });
      },
    ],
    [
      'a key id that is a path',
      async () => (await createTokenIssuer('RS256', '../../dev/null')).sign(userClaims),
    ],
    [
      'a key id that is an address',
      async () => (await createTokenIssuer('RS256', 'https://evil.example/keys')).sign(userClaims),
    ],
    ['a key id of ours on a key of theirs', async () => (await createTokenIssuer()).sign(userClaims)],
    [
      'the same key with another algorithm',
      async () => {
        const { privateKey } = await generateKeyPair('RS512');
        return new SignJWT(userClaims).setProtectedHeader({ alg: 'RS512', kid: 'key-1' }).sign(privateKey);
      },
    ],
    [
      'changed claims under a real signature',
      async () => {
        const token = await idp.sign(userClaims);
        const claims = encode({ ...userClaims, oid: '20000000-0000-4000-8000-000000000001' });
        return `${part(token, 0)}.${claims}.${part(token, 2)}`;
      },
    ],
    [
      'a changed header under a real signature',
      async () => {
        const token = await idp.sign(userClaims);
        return `${encode({ alg: 'RS256', kid: 'key-1' })}.${part(token, 1)}.${part(token, 2)}`;
      },
    ],
    ['half a signature', async () => (await idp.sign(userClaims)).slice(0, -100)],
    [
      'a critical extension that nobody knows',
      async () => {
        const token = await idp.sign(userClaims);
        const header = encode({ alg: 'RS256', kid: 'key-1', crit: ['x'], x: 1 });
        return `${header}.${part(token, 1)}.${part(token, 2)}`;
      },
    ],
    [
      'claims that are no object',
      async () => `${encode({ alg: 'RS256', kid: 'key-1' })}.${encode([1])}.AAAA`,
    ],
    [
      'the JSON form, whose header need not be protected',
      async () => {
        const [header, payload, signature] = (await idp.sign(userClaims)).split('.');
        return JSON.stringify({ protected: header, header: { alg: 'none' }, payload, signature });
      },
    ],
    ['five parts', async () => `${await idp.sign(userClaims)}.a.b`],
    ['a token longer than any of Entra', async () => idp.sign({ ...userClaims, x: 'x'.repeat(20_000) })],
  ];

  test.each(tricks)('A8a %s is refused, and nothing but the key set is fetched', async (_name, forge) => {
    const attempt = read(await forge());

    await expect(attempt).rejects.toMatchObject(refused);
    expect(new Set(idp.fetched)).toEqual(new Set([jwksUri]));
  });

  test('A8a every unusable token gets the same sentence', async () => {
    const sentences = new Set<string>();
    for (const token of [await hmac(new Uint8Array(32)), await idp.sign({ ...userClaims, exp: 1 })]) {
      await read(token).catch((thrown: Error) => sentences.add(thrown.message));
    }

    expect([...sentences]).toEqual(['The access token is not valid here. Sign in again.']);
  });

  test.each([
    null,
    '',
    'Bearer',
    'Bearer ',
    'Basic dTpw',
    'Bearer a.b.c, Bearer a.b.c',
    'Bearer a.b',
    'a.b.c',
  ])('A8a the header %o is no access token', async (header) => {
    await expect(readCaller({ get: () => header })).rejects.toMatchObject(refused);
  });

  test.each([
    ['issuers', []],
    ['issuers', ['']],
    ['audiences', []],
    ['audiences', ['']],
    ['tenantIds', []],
    ['tenantIds', ['']],
    ['jwksUri', ''],
  ])('A8a without %s (%j) there is no start', (name, value) => {
    expect(() => createCallerReader({ ...options, [name]: value })).toThrow();
  });

  test('A8a no algorithm stops the start', () => {
    expect(() => createCallerReader({ ...options, algorithms: [] })).toThrow();
  });
});

describe('A8b claims', () => {
  const seconds = now / 1000;
  const without = (name: string) =>
    Object.fromEntries(Object.entries(userClaims).filter(([key]) => key !== name));

  test.each([
    ['another audience', { ...userClaims, aud: 'api://other' }],
    ['no audience', without('aud')],
    ['an audience that begins like ours', { ...userClaims, aud: `${audience}2` }],
    ['a list of audiences', { ...userClaims, aud: [audience, 'api://other'] }],
    ['another issuer', { ...userClaims, iss: 'https://login.example/other/v2.0' }],
    ['no issuer', without('iss')],
    ['the issuer with a slash more', { ...userClaims, iss: `${issuer}/` }],
    ['a national cloud', { ...userClaims, iss: issuer.replace('.example', '.cn') }],
    ['another tenant', { ...userClaims, tid: '70000000-0000-4000-8000-000000000002' }],
    ['no tenant', without('tid')],
    ['no object id', without('oid')],
    ['an object id that is no GUID', { ...userClaims, oid: 'ops' }],
    ['no expiry', without('exp')],
    ['an expiry in words', { ...userClaims, exp: 'tomorrow' }],
    ['an ID token, which has no scope', without('scp')],
    ['an ID token that says user', { ...without('scp'), idtyp: 'user', sub: userClaims.oid }],
    ['a device', { ...userClaims, idtyp: 'device' }],
    ['an app that says it is a person', { ...without('scp'), idtyp: 'user' }],
    ['a person that says it is an app', { ...userClaims, idtyp: 'app' }],
    ['an empty audience', { ...userClaims, aud: '' }],
    ['an audience in a list of one', { ...userClaims, aud: [audience] }],
    ['a Web PubSub address as audience', { ...userClaims, aud: 'https://x.example/client/hubs/console' }],
    ['groups that are no list', { ...userClaims, groups: 'all' }],
  ])('A8b %s is refused', async (_name, claims) => {
    await expect(read(await idp.sign(claims))).rejects.toMatchObject(refused);
  });

  test.each([
    ['exp', -62, false],
    ['exp', -61, false],
    ['exp', -60, false],
    ['exp', -59, true],
    ['exp', 60, true],
    ['exp', 61, true],
    ['nbf', -61, true],
    ['nbf', -60, true],
    ['nbf', 60, true],
    ['nbf', 61, false],
  ])('A8b with one minute of skew, %s at %d s is accepted: %s', async (name, offset, isAccepted) => {
    const token = await idp.sign({ ...userClaims, [name]: seconds + offset });

    const outcome = await read(token).then(
      () => true,
      () => false,
    );

    expect(outcome).toBe(isAccepted);
  });

  test('A8b a Web PubSub client token is refused', async () => {
    const token = await new SignJWT({ aud: audience, iss: issuer, role: ['webpubsub.sendToGroup'] })
      .setProtectedHeader({ alg: 'HS256', kid: '1' })
      .setExpirationTime(seconds + 60)
      .sign(createSecretKey(Buffer.alloc(32, 1)));

    await expect(read(token)).rejects.toMatchObject(refused);
  });

  test('A8b other left-out claims do not matter', async () => {
    const token = await idp.sign({ ...userClaims, _claim_names: { other: 'src1' } });

    await expect(read(token)).resolves.toMatchObject({ kind: 'User' });
  });
});

describe('A8b groups that the token leaves out', () => {
  const { groups: _, ...rest } = userClaims;
  const leftOut = {
    ...rest,
    _claim_names: { groups: 'src1' },
    _claim_sources: { src1: { endpoint: jwksUri } },
  };
  const many = Array.from({ length: 500 }, (__, index) => `group-${index}`);
  const open = (members: Record<string, readonly string[]>) => {
    const directory = fakeGroups(members);
    const reader = createCallerReader({ ...options, fetch: idp.fetch, groups: directory });
    return { directory, of: async (claims: object) => reader(bearer(await idp.sign(claims))) };
  };

  test.each([
    ['a person, _claim_names', leftOut, userClaims.oid],
    ['a person, hasgroups', { ...rest, hasgroups: true }, userClaims.oid],
    ['an app', { ...appClaims, _claim_names: { groups: 'src1' } }, appClaims.oid],
  ])('A8b %s: the directory says which', async (_name, claims, oid) => {
    const { directory, of } = open({ [oid]: many });

    expect((await of(claims)).groups).toEqual(many);
    expect(directory.asked).toBe(1);
  });

  test('A8b a directory that is down leaves nobody without groups', async () => {
    const { directory, of } = open({ [userClaims.oid]: many });
    directory.isDown = true;

    await expect(of(leftOut)).rejects.toMatchObject({ code: 'DirectoryUnavailable', status: 503 });
  });

  test('A8b an account that the directory does not know is refused', async () => {
    await expect(open({}).of(leftOut)).rejects.toMatchObject(refused);
  });

  test('A8b nothing is asked for a token that is not valid, or that names its groups', async () => {
    const { directory, of } = open({ [userClaims.oid]: many });

    await expect(of({ ...leftOut, exp: 1 })).rejects.toMatchObject(refused);
    expect((await of(userClaims)).groups).toEqual(userClaims.groups);
    expect(directory.asked).toBe(0);
  });
});

describe('the key set', () => {
  const open = async () => {
    const provider = await createTokenIssuer();
    let time = now;
    const reader = createCallerReader({ ...options, now: () => time, fetch: provider.fetch });
    const attempt = async () => reader(bearer(await provider.sign(userClaims)));
    return { provider, reader, attempt, pass: (ms: number) => (time += ms) };
  };

  test.each<[string, () => Promise<Response>]>([
    ['does not answer', async () => Promise.reject(new TypeError('fetch failed'))],
    ['answers 500', async () => new Response('', { status: 500 })],
    ['answers with a redirect', async () => Response.redirect('https://evil.example/keys')],
    ['is not JSON', async () => new Response('<html>')],
    ['is no key set', async () => Response.json({ keys: ['x'] })],
  ])(
    'one that %s is IdentityProviderUnavailable, and is asked again only after five seconds',
    async (_n, answer) => {
      const { provider, attempt, pass } = await open();
      const { answer: whole } = provider;
      provider.answer = answer;

      await expect(attempt()).rejects.toMatchObject({ code: 'IdentityProviderUnavailable', status: 503 });
      provider.answer = whole;
      await expect(attempt()).rejects.toMatchObject({ code: 'IdentityProviderUnavailable' });
      pass(5_000);
      await expect(attempt()).resolves.toMatchObject({ kind: 'User' });

      expect(provider.fetched).toHaveLength(2);
    },
  );

  test('a storm of unknown key ids fetches the keys once', async () => {
    const { provider, reader } = await open();
    const tokens = await Promise.all(
      Array.from({ length: 50 }, (_, index) => provider.sign(userClaims, { kid: `made-up-${index}` })),
    );

    const outcomes = await Promise.allSettled(tokens.map((token) => reader(bearer(token))));

    expect(outcomes.every(({ status }) => status === 'rejected')).toBe(true);
    expect(provider.fetched).toEqual([jwksUri]);
  });
});
