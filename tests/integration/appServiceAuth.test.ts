import { afterAll, beforeAll, expect, test } from 'vitest';
import { type ControlPlane, startControlPlane } from '../support/controlPlane.ts';

// The handlers as they are wired behind App Service authentication. tests/integration/accessMatrix.test.ts has what the
// same header does without it: nothing.

const group = '/subscriptions/00000000-0000-4000-8000-000000000001/resourceGroups/rg-hub';
const bastion = `${group}/providers/Microsoft.Network/bastionHosts/bastion-hub`;
const portal = { origin: 'https://portal.example' };

let plane: ControlPlane;
beforeAll(async () => {
  process.env['SALLYPORT_APP_SERVICE_AUTH'] = 'on';
  plane = await startControlPlane();
});
afterAll(async () => {
  delete process.env['SALLYPORT_APP_SERVICE_AUTH'];
  await plane?.[Symbol.asyncDispose]();
});

/** What App Service puts in front of the app for a user of the fleet file. */
function signedIn(name: string): { 'x-ms-client-principal': string } {
  const user = plane.file.users.find(({ upn }) => upn === `${name}@contoso.example`);
  const claims = {
    aud: process.env['SALLYPORT_AUDIENCE'],
    iss: process.env['SALLYPORT_ISSUER'],
    'http://schemas.microsoft.com/identity/claims/objectidentifier': user?.oid,
    'http://schemas.microsoft.com/identity/claims/tenantid': process.env['SALLYPORT_TENANT'],
    'http://schemas.xmlsoap.org/ws/2005/05/identity/claims/nameidentifier': 'pairwise',
    preferred_username: user?.upn,
  };
  const list = Object.entries(claims).map(([typ, val]) => ({ typ, val }));
  const groups = user?.groups.map((val) => ({ typ: 'groups', val })) ?? [];
  const principal = { auth_typ: 'aad', claims: [...list, ...groups], name_typ: 'x', role_typ: 'y' };
  return { 'x-ms-client-principal': Buffer.from(JSON.stringify(principal)).toString('base64') };
}

const outcome = async (...call: Parameters<ControlPlane['send']>) => {
  const { status, code } = await plane.send(...call);
  return code ?? status;
};

test('who is signed in by App Service has the rights that a token would give, and no others', async () => {
  const get = (name: string) => outcome('GET', bastion, { headers: signedIn(name) });

  expect(await Promise.all(['ops', 'reader', 'outsider'].map(get))).toEqual([
    200,
    200,
    'AuthorizationFailed',
  ]);
});

test('A5a A9 what may change something is taken from a page of the portal only', async () => {
  const subscribe = (headers: Record<string, string>) =>
    outcome('POST', `${bastion}/sessions/subscribe`, { headers: { ...signedIn('ops'), ...headers } });

  expect(await subscribe({})).toBe('OriginNotAllowed');
  expect(await subscribe({ origin: 'https://evil.example' })).toBe('OriginNotAllowed');
  expect(await subscribe(portal)).toBe(200);
  expect(await subscribe({ authorization: `Bearer ${await plane.tokenOf('ops')}` })).toBe(200);
});

test('A9 A15b nobody is a relay, or Web PubSub, by a sign-in', async () => {
  const headers = { ...signedIn('owner'), ...portal };

  expect(await outcome('POST', '/relays/relay-01/connect', { headers })).toBe('AuthorizationFailed');
  expect(await outcome('POST', '/webpubsub/console', { headers })).toBe('AuthenticationFailed');
});

test('A9 without token and sign-in nothing opens', async () => {
  expect(await outcome('GET', bastion, { headers: portal })).toBe('AuthenticationFailed');
});
