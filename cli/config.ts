import { z } from 'zod';
import type { Input } from './command.ts';
import { UsageError } from './failure.ts';

export type SignIn =
  | { readonly kind: 'tokenFile'; readonly path: string }
  | { readonly kind: 'localUser'; readonly issuer: string; readonly username: string }
  | {
      readonly kind: 'azure';
      readonly clientId: string;
      readonly tenantId: string | undefined;
      readonly authority: string | undefined;
    };

export type Settings = {
  readonly apiUrl: string;
  readonly subscriptionId: string;
  readonly resourceGroup: string | undefined;
  readonly bastion: string | undefined;
  readonly signIn: SignIn;
  /** BCP 47. */
  readonly language: string;
};

type Environment = Readonly<Record<string, string | undefined>>;

/** What `npm start` has on this machine. */
const local = {
  apiUrl: 'http://localhost:7071',
  authority: 'http://localhost:7075',
  subscriptionId: '00000000-0000-4000-8000-000000000001',
};

/** Options come before the environment. Throws `UsageError` when something is missing or dangerous. */
export function readSettings(environment: Environment, input: Input): Settings {
  const setting = (option: string): string | undefined =>
    input.text(option) ?? (environment[variableOf(option)] || undefined);
  const apiUrl = readUrl('api', setting('api') ?? local.apiUrl);
  return {
    apiUrl,
    subscriptionId: readSubscription(setting('subscription'), apiUrl),
    resourceGroup: setting('resource-group'),
    bastion: setting('bastion'),
    signIn: readSignIn(setting),
    language: input.text('language') ?? languageOf(environment),
  };
}

const variableOf = (option: string): string => `SALLYPORT_${option.toUpperCase().replaceAll('-', '_')}`;

/** A token goes to this address: without TLS it may only stay on this machine. */
function readUrl(option: string, value: string): string {
  const url = z.url({ protocol: /^https?$/ }).safeParse(value);
  if (!url.success) throw new UsageError(`--${option} needs an address such as https://…, not "${value}".`);
  if (isLoopback(value) || new URL(value).protocol === 'https:') return value;
  throw new UsageError(`--${option} must begin with https://: a token would travel unprotected otherwise.`);
}

const isLoopback = (url: string): boolean =>
  ['localhost', '127.0.0.1', '[::1]'].includes(new URL(url).hostname);

function readSubscription(value: string | undefined, apiUrl: string): string {
  const id = value ?? (isLoopback(apiUrl) ? local.subscriptionId : undefined);
  if (id === undefined) {
    throw new UsageError('Which subscription? Give --subscription or set SALLYPORT_SUBSCRIPTION.');
  }
  if (z.guid().safeParse(id).success) return id;
  throw new UsageError(`--subscription needs an id such as ${local.subscriptionId}, not "${id}".`);
}

function readSignIn(setting: (option: string) => string | undefined): SignIn {
  const path = setting('token-file');
  if (path !== undefined) return { kind: 'tokenFile', path };
  const authority = setting('authority');
  const username = setting('user');
  if (username !== undefined) {
    return { kind: 'localUser', issuer: readUrl('authority', authority ?? local.authority), username };
  }
  const clientId = setting('client-id');
  if (clientId !== undefined) return { kind: 'azure', clientId, tenantId: setting('tenant'), authority };
  throw new UsageError(
    'Who are you? On the local stack give --user ops@contoso.example. Elsewhere give --client-id with the application id of the control plane, to sign in as the Azure CLI or a managed identity does, or --token-file.',
  );
}

/** `ja_JP.UTF-8` is `ja-JP`; `C` and `POSIX` are nobody's language. */
function languageOf(environment: Environment): string {
  const locale = environment['LC_ALL'] || environment['LC_MESSAGES'] || environment['LANG'] || '';
  const [name = ''] = locale.split(/[.@]/);
  return /^[a-zA-Z]{2,3}(_[a-zA-Z]{2,4})?$/.test(name) ? name.replace('_', '-') : 'en';
}
