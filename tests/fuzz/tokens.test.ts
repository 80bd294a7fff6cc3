import fc from 'fast-check';
import { beforeAll, expect, test } from 'vitest';
import { createCallerReader, type ReadCaller } from '../../functions/http/caller.ts';
import { SallyportError } from '../../shared/contracts/errors.ts';
import { fakeGroups } from '../support/fakeGroups.ts';
import { anyText, fuzz } from '../support/fuzz.ts';
import {
  appClaims,
  audience,
  createTokenIssuer,
  issuer,
  jwksUri,
  now,
  type TokenIssuer,
  tenantId,
  userClaims,
} from '../support/tokenIssuer.ts';

let idp: TokenIssuer;
let readCaller: ReadCaller;
/** What the identity provider signed: with the right key, and whatever claims. */
let signed: readonly string[] = [];

const value = fc.oneof(
  anyText,
  fc.jsonValue({ maxDepth: 2 }),
  fc.integer(),
  fc.uuid(),
  fc.constantFrom<unknown>(issuer, audience, tenantId, [audience], now / 1000, null),
);
const names = [
  ...new Set([
    ...Object.keys(userClaims),
    ...Object.keys(appClaims),
    'idtyp',
    'hasgroups',
    '_claim_names',
    'upn',
    'appid',
    'crit',
    '__proto__',
  ]),
];
const claims = fc
  .tuple(
    fc.constantFrom<object>(userClaims, appClaims),
    fc.dictionary(fc.constantFrom(...names), value, { maxKeys: 3 }),
  )
  .map(([base, over]) => ({ ...base, ...over }));

beforeAll(async () => {
  idp = await createTokenIssuer();
  readCaller = createCallerReader({
    issuers: [issuer],
    audiences: [audience],
    jwksUri,
    tenantIds: [tenantId],
    groups: fakeGroups(),
    now: () => now,
    fetch: idp.fetch,
  });
  signed = await Promise.all(fc.sample(claims, 300).map((one) => idp.sign(one)));
  signed = [await idp.sign(userClaims), await idp.sign(appClaims), ...signed];
});

const encode = (part: unknown): string => Buffer.from(JSON.stringify(part) ?? '').toString('base64url');
const header = fc.record(
  {
    alg: fc.constantFrom('none', 'None', 'HS256', 'RS256', 'ES256', 'RS512', 'dir', ''),
    kid: fc.oneof(fc.constant('key-1'), anyText, fc.constant('../../etc/passwd')),
    typ: value,
    jku: fc.constant('https://evil.example/keys'),
    x5u: fc.constant('https://evil.example/cert'),
    jwk: value,
    crit: value,
    b64: fc.boolean(),
  },
  { requiredKeys: [] },
);

/** What is presented, and the whole of what the identity provider said if it did. */
const presented = fc.oneof(
  fc.nat().map((index) => ({ text: signed[index % signed.length] ?? '', isSigned: true })),
  // Its own signature under other words.
  fc.tuple(fc.nat(), header, claims).map(([index, head, body]) => {
    const [, , signature] = (signed[index % signed.length] ?? '').split('.');
    return { text: `${encode(head)}.${encode(body)}.${signature}`, isSigned: false };
  }),
  // One character is another one.
  fc
    .tuple(fc.nat(), fc.nat(), fc.constantFrom('A', 'b', '0', '-', '_', '.', '=', '+', '/', ' '))
    .map(([index, at, char]) => {
      const token = signed[index % signed.length] ?? '';
      const place = at % token.length;
      const text = `${token.slice(0, place)}${char}${token.slice(place + 1)}`;
      return { text, isSigned: text === token };
    }),
  fc.tuple(fc.nat(), fc.nat()).map(([index, length]) => {
    const token = signed[index % signed.length] ?? '';
    return { text: token.slice(0, length % token.length), isSigned: false };
  }),
  anyText.map((text) => ({ text, isSigned: false })),
  fc
    .tuple(anyText, anyText, anyText)
    .map((parts) => ({ text: parts.map(encode).join('.'), isSigned: false })),
);

/** The bytes of a signature may be spelt in several ways: what it signs may not. */
const isOfTheProvider = (text: string): boolean =>
  signed.some((one) => one.slice(0, one.lastIndexOf('.')) === text.slice(0, text.lastIndexOf('.')));

test('A8a A8b a token is believed only if every byte of what it says was signed, and nothing it names is fetched', async () => {
  const scheme = fc.constantFrom('Bearer ', 'bearer   ', 'Basic ', '', 'Bearer\t');
  let believed = 0;

  await fuzz('tokens', fc.tuple(scheme, presented), async ([prefix, { text, isSigned }]) => {
    const headers = { get: (name: string) => (name === 'authorization' ? `${prefix}${text}` : null) };
    const caller = await readCaller(headers).catch((thrown: unknown) => thrown);
    if (caller instanceof SallyportError) {
      expect(caller.status).toBe(401);
      return;
    }
    believed += 1;
    expect(caller).toMatchObject({ tenantId });
    expect(isSigned || isOfTheProvider(text)).toBe(true);
  });

  expect(believed).toBeGreaterThan(0);
  expect([...new Set(idp.fetched)]).toEqual([jwksUri]);
});
