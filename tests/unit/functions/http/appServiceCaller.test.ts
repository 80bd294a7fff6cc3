import { describe, expect, test } from 'vitest';
import { createAppServiceCaller } from '../../../../functions/http/appServiceCaller.ts';
import { expandIssuers } from '../../../../functions/http/expandIssuers.ts';
import { fakeGroups } from '../../../support/fakeGroups.ts';
import { audience, issuer, tenantId } from '../../../support/tokenIssuer.ts';

const oid = '20000000-0000-4000-8000-000000000002';
const groups = ['40000000-0000-4000-8000-000000000001', '40000000-0000-4000-8000-000000000002'];
const portal = 'https://portal.example';
type Claim = { typ: string; val: unknown };

/** As App Service writes the claims of an ID token. */
const claims: readonly Claim[] = [
  { typ: 'aud', val: audience },
  { typ: 'iss', val: issuer },
  { typ: 'exp', val: '1' },
  { typ: 'http://schemas.microsoft.com/identity/claims/objectidentifier', val: oid },
  { typ: 'http://schemas.microsoft.com/identity/claims/tenantid', val: tenantId },
  { typ: 'http://schemas.xmlsoap.org/ws/2005/05/identity/claims/nameidentifier', val: 'pairwise' },
  { typ: 'name', val: 'Oscar Ops' },
  { typ: 'preferred_username', val: 'ops@contoso.example' },
  ...groups.map((val) => ({ typ: 'groups', val })),
];
const without = (...names: string[]): readonly Claim[] =>
  claims.filter(({ typ }) => !names.some((name) => typ.endsWith(name)));
const replaced = (name: string, val: unknown): readonly Claim[] =>
  claims.map((claim) => (claim.typ.endsWith(name) ? { ...claim, val } : claim));

const encode = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString('base64');
const headerOf = (list: readonly Claim[]): string => encode({ auth_typ: 'aad', claims: list });
const directory = fakeGroups({ [oid]: ['from the directory'] });
const readCaller = createAppServiceCaller({
  issuers: expandIssuers({ issuers: [issuer], tenantIds: [tenantId] }),
  audiences: [audience],
  origins: [portal],
  groups: directory,
});
const ask = (header: string, over: { method?: string; origin?: string } = {}) => {
  const { method = 'POST', origin = portal } = over;
  const headers = new Headers({ 'x-ms-client-principal': header });
  if (origin !== '') headers.set('origin', origin);
  return readCaller({ method, headers });
};

test('who App Service signed in is the caller that a token would make', async () => {
  expect(await ask(headerOf(claims))).toEqual({
    principalId: oid,
    kind: 'User',
    tenantId,
    name: 'Oscar Ops',
    userName: 'ops@contoso.example',
    groups,
    appRoles: [],
  });
});

test.each([[{ typ: '_claim_names', val: '{"groups":"src1"}' }], [{ typ: 'hasgroups', val: 'true' }]])(
  'A8b groups that are left out (%o) come from the directory',
  async (claim) => {
    const caller = await ask(headerOf([...without('groups'), claim]));

    expect(caller.groups).toEqual(['from the directory']);
  },
);

describe('A9 sign-ins that do not count', () => {
  test.each([
    ['another audience', headerOf(replaced('aud', 'api://other'))],
    ['no audience', headerOf(without('aud'))],
    ['another issuer', headerOf(replaced('iss', 'https://login.example/x/v2.0'))],
    ['no issuer', headerOf(without('iss'))],
    ['another tenant', headerOf(replaced('tenantid', '70000000-0000-4000-8000-000000000002'))],
    ['no tenant', headerOf(without('tenantid'))],
    ['no object id', headerOf(without('objectidentifier'))],
    ['two object ids', headerOf([...claims, { typ: 'oid', val: '20000000-0000-4000-8000-000000000001' }])],
    ['an app', headerOf([...claims, { typ: 'idtyp', val: 'app' }])],
    ['a claim that is no text', headerOf([...claims, { typ: 'name2', val: 1 }])],
    ['another identity provider', encode({ auth_typ: 'google', claims })],
    ['no claims', encode({ auth_typ: 'aad' })],
    ['no JSON', Buffer.from('ops').toString('base64')],
    ['no base64', '{}'],
    ['nothing', ''],
    ['one header behind another', `${headerOf(claims)}, ${headerOf(claims)}`],
    ['a header longer than any', headerOf([...claims, { typ: 'x', val: 'x'.repeat(60_000) }])],
  ])('A9 %s is refused', async (_name, header) => {
    await expect(ask(header)).rejects.toMatchObject({ code: 'AuthenticationFailed', status: 401 });
  });

  test('A9 a person cannot be a relay', async () => {
    const header = headerOf([...claims, { typ: 'roles', val: 'Sallyport.Relay' }]);

    expect((await ask(header)).appRoles).toEqual([]);
  });
});

describe('A5a the cookie behind it is sent along by other pages too', () => {
  test.each([
    ['POST', portal, true],
    ['POST', '', false],
    ['POST', 'https://evil.example', false],
    ['POST', 'https://portal.example.evil', false],
    ['POST', 'https://PORTAL.example', false],
    ['POST', 'null', false],
    ['PUT', '', false],
    ['PATCH', 'https://evil.example', false],
    ['DELETE', '', false],
    ['TRACE', '', false],
    ['GET', '', true],
    ['HEAD', '', true],
    ['OPTIONS', '', true],
    ['GET', portal, true],
    ['GET', 'https://evil.example', false],
  ])('A5a %s of a page of %j is accepted: %s', async (method, origin, isAccepted) => {
    const asked = ask(headerOf(claims), { method, origin });

    if (isAccepted) await expect(asked).resolves.toMatchObject({ principalId: oid });
    else await expect(asked).rejects.toMatchObject({ code: 'OriginNotAllowed', status: 403 });
  });
});
