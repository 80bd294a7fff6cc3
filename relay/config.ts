import { readFileSync } from 'node:fs';
import * as z from 'zod';
import { type PortSource, portsFile } from './ports/portsFile.ts';
import type { ClientCredentials } from './tokens.ts';

export type RelayConfig = {
  readonly api: string;
  readonly relayId: string;
  readonly sources: readonly PortSource[];
  readonly stateFolder: string;
  /** Storage connection string or `https://{account}.blob.core.windows.net`; undefined = no boot logs. */
  readonly blobs: string | undefined;
  readonly shutdownMs: number;
  readonly scope: string;
  /** Undefined = managed identity. */
  readonly credentials: ClientCredentials | undefined;
};

const required = [
  'SALLYPORT_API',
  'SALLYPORT_RELAY_ID',
  'SALLYPORT_RELAY_PORTS',
  'SALLYPORT_STATE',
  'SALLYPORT_SCOPE',
];
const requiredWithEndpoint = ['SALLYPORT_CLIENT_ID', 'SALLYPORT_CLIENT_SECRET'];

const environment = z.object({
  SALLYPORT_API: z.url(),
  SALLYPORT_RELAY_ID: z.string().regex(/^[a-z0-9-]{1,40}$/),
  SALLYPORT_RELAY_PORTS: z.string(),
  SALLYPORT_STATE: z.string(),
  SALLYPORT_SCOPE: z.string(),
  SALLYPORT_BLOBS: z.string().optional(),
  SALLYPORT_SHUTDOWN_SECONDS: z.coerce.number().int().min(1).max(240).default(60),
  SALLYPORT_TOKEN_ENDPOINT: z.url().optional(),
  SALLYPORT_CLIENT_ID: z.string().default(''),
  SALLYPORT_CLIENT_SECRET: z.string().default(''),
});

/** The only reader of the environment. Throws one error that lists every missing name. */
export function readConfig(env: Readonly<Record<string, string | undefined>>): RelayConfig {
  const given = Object.fromEntries(
    Object.entries(env).filter(([, value]) => value !== '' && value !== undefined),
  );
  const names =
    given.SALLYPORT_TOKEN_ENDPOINT === undefined ? required : [...required, ...requiredWithEndpoint];
  const missing = names.filter((name) => given[name] === undefined);
  if (missing.length > 0) throw new Error(`Missing in the environment: ${missing.join(', ')}`);
  const values = environment.parse(given);
  const endpoint = values.SALLYPORT_TOKEN_ENDPOINT;
  return {
    api: values.SALLYPORT_API,
    relayId: values.SALLYPORT_RELAY_ID,
    sources: portsFile.parse(JSON.parse(readFileSync(values.SALLYPORT_RELAY_PORTS, 'utf8'))).ports,
    stateFolder: values.SALLYPORT_STATE,
    blobs: values.SALLYPORT_BLOBS,
    shutdownMs: values.SALLYPORT_SHUTDOWN_SECONDS * 1_000,
    scope: values.SALLYPORT_SCOPE,
    credentials:
      endpoint === undefined
        ? undefined
        : {
            endpoint,
            clientId: values.SALLYPORT_CLIENT_ID,
            clientSecret: values.SALLYPORT_CLIENT_SECRET,
            scope: values.SALLYPORT_SCOPE,
          },
  };
}
