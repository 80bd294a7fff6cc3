import { expect, test } from 'vitest';
import type { Input } from '../../../cli/command.ts';
import { readSettings } from '../../../cli/config.ts';
import { UsageError } from '../../../cli/failure.ts';

const inputOf = (values: Record<string, string>): Input => ({
  positionals: [],
  text: (name) => values[name],
  flag: () => false,
  count: () => undefined,
});
const local = { user: 'ops@contoso.example' };
const remote = {
  api: 'https://sallyport.contoso.com',
  subscription: '10000000-0000-4000-8000-000000000001',
  'client-id': 'api://sallyport',
};

test('without settings it is the local stack', () => {
  expect(readSettings({}, inputOf(local))).toEqual({
    apiUrl: 'http://localhost:7071',
    subscriptionId: '00000000-0000-4000-8000-000000000001',
    resourceGroup: undefined,
    bastion: undefined,
    signIn: { kind: 'localUser', issuer: 'http://localhost:7075', username: 'ops@contoso.example' },
    language: 'en',
  });
});

test('an option comes before the environment, and an empty variable is none', () => {
  const environment = {
    SALLYPORT_RESOURCE_GROUP: 'rg-a',
    SALLYPORT_BASTION: 'bastion-a',
    SALLYPORT_TENANT: '',
  };

  const settings = readSettings(environment, inputOf({ ...remote, bastion: 'bastion-b' }));

  expect(settings).toMatchObject({
    resourceGroup: 'rg-a',
    bastion: 'bastion-b',
    signIn: { kind: 'azure', clientId: 'api://sallyport', tenantId: undefined, authority: undefined },
  });
});

test('a token file is taken before every other way to sign in', () => {
  const settings = readSettings({ SALLYPORT_TOKEN_FILE: '/run/token' }, inputOf({ ...remote, ...local }));

  expect(settings.signIn).toEqual({ kind: 'tokenFile', path: '/run/token' });
});

test.each([
  ['a token must not travel unprotected', { ...local, api: 'http://sallyport.contoso.com' }],
  ['nor to an identity provider', { ...local, authority: 'http://identity.contoso.com' }],
  ['what is no address', { ...local, api: 'sallyport' }],
  ['another protocol', { ...local, api: 'file:///etc' }],
  ['a remote control plane without a subscription', { api: remote.api, 'client-id': 'x' }],
  ['what is no subscription', { ...remote, subscription: '../x' }],
  ['nobody', {}],
])('refused: %s', (_, values: Record<string, string>) => {
  expect(() => readSettings({}, inputOf(values))).toThrow(UsageError);
});

test.each([
  [{ LANG: 'ja_JP.UTF-8' }, 'ja-JP'],
  [{ LANG: 'en_GB.UTF-8', LC_ALL: 'nl_BE@euro' }, 'nl-BE'],
  [{ LANG: 'C.UTF-8' }, 'en'],
  [{ LANG: 'fr' }, 'fr'],
])('the language of %j is %s', (environment: Record<string, string>, language) => {
  expect(readSettings(environment, inputOf(local)).language).toBe(language);
});
