import { z } from 'zod';
import type { RateKind } from '../shared/access/rateLimits.ts';
import { type ConsoleRuleSet, consoleRuleSets } from '../shared/prerequisites/consoleFacts.ts';

const words = (text: unknown): unknown => (typeof text === 'string' ? text.split(' ').filter(Boolean) : text);
const isExactOrigin = (text: string): boolean =>
  !text.includes('*') && URL.canParse(text) && new URL(text).origin === text;
/** A token goes there, or what tokens are believed by comes from there. */
const isOverTls = (text: string): boolean => {
  if (!URL.canParse(text)) return false;
  const { protocol, hostname } = new URL(text);
  return protocol === 'https:' || hostname === 'localhost' || hostname === '127.0.0.1';
};

/** Every setting of the function app, read here and nowhere else. `local.settings.sample.json` shows them. */
const settings = z.object({
  /** Connection string, or `https://{account}.table.core.windows.net` with managed identity. */
  SALLYPORT_TABLES: z.string().min(1),
  /** Connection string, or `https://{account}.blob.core.windows.net` with managed identity. */
  SALLYPORT_BLOBS: z.string().min(1),
  /** How long one of three tries at Table Storage may take before a caller hears 503. */
  SALLYPORT_TABLES_TIMEOUT_SECONDS: z.coerce.number().int().min(1).max(60).default(3),
  WebPubSubConnectionString: z.string().min(1),
  /** Who issues the access tokens that are believed; `{tenantid}` stands for each tenant. */
  SALLYPORT_ISSUER: z.preprocess(words, z.array(z.url()).min(1)),
  SALLYPORT_AUDIENCE: z.preprocess(words, z.array(z.string()).min(1)),
  SALLYPORT_JWKS: z.string().refine(isOverTls),
  SALLYPORT_TENANT: z.preprocess(words, z.array(z.guid()).min(1)),
  /** Address of Microsoft Graph, which knows the groups that a token leaves out. Empty: the table `groups` does. */
  SALLYPORT_GRAPH: z.union([z.literal(''), z.string().refine(isOverTls)]).default(''),
  /** `on`: App Service authentication is in front of the app and says who calls. */
  SALLYPORT_APP_SERVICE_AUTH: z.enum(['off', 'on']).default('off'),
  /** Where role assignments are read: `tables`, or the address of Azure Resource Manager. */
  SALLYPORT_ACCESS: z.union([z.literal('tables'), z.string().refine(isOverTls)]).default('tables'),
  /** How old an answer of Azure Resource Manager may be that decides. The table is read for each call. */
  SALLYPORT_ACCESS_STALENESS_SECONDS: z.coerce.number().int().min(2).max(600).default(60),
  /** How many trusted front ends append to X-Forwarded-For; 1 on App Service. */
  SALLYPORT_TRUSTED_PROXIES: z.coerce.number().int().min(0).max(10).default(1),
  /** Audit rows are kept for so many days. */
  SALLYPORT_AUDIT_RETENTION_DAYS: z.coerce.number().int().min(1).max(3_650).default(365),
  /** Origins whose pages may open consoles, separated by spaces. Exact ones: a pattern stops the start. */
  SALLYPORT_ORIGINS: z.preprocess(words, z.array(z.string().refine(isExactOrigin)).default([])),
  /** A relay stops when it has not been heard for so long; another may take its place after half as long again. */
  SALLYPORT_RELAY_LEASE_SECONDS: z.coerce.number().int().min(3).max(600).default(40),
  /** What one person may do in a minute, at each instance of the app (docs/adr/). */
  SALLYPORT_CONNECTS_PER_MINUTE: z.coerce.number().int().min(1).default(300),
  SALLYPORT_DISCONNECTS_PER_MINUTE: z.coerce.number().int().min(1).default(600),
  SALLYPORT_COMMANDS_PER_MINUTE: z.coerce.number().int().min(1).default(120),
  SALLYPORT_LOOKUPS_PER_MINUTE: z.coerce.number().int().min(1).default(120),
  SALLYPORT_REFUSALS_PER_MINUTE: z.coerce.number().int().min(1).default(600),
  /** `2020`: managed boot-diagnostics storage and storage firewalls shut the serial console. */
  SALLYPORT_CONSOLE_RULES: z.enum(consoleRuleSets).default('current'),
});

export type Config = {
  readonly tables: string;
  readonly blobs: string;
  readonly tablesTimeoutSeconds: number;
  readonly webPubSub: string;
  readonly issuers: readonly string[];
  readonly audiences: readonly string[];
  readonly jwksUri: string;
  readonly tenantIds: readonly string[];
  readonly graphUrl: string;
  readonly appServiceAuth: boolean;
  readonly access: string;
  readonly accessStalenessMs: number;
  readonly trustedProxies: number;
  readonly auditRetentionDays: number;
  readonly origins: readonly string[];
  readonly relayLeaseMs: number;
  readonly perMinute: Readonly<Record<RateKind, number>>;
  readonly consoleRules: ConsoleRuleSet;
};

/** Stops with one line that names every setting that is missing or wrong; never shows a value. */
export function readConfig(environment: Readonly<Record<string, string | undefined>>): Config {
  const parsed = settings.safeParse(environment);
  if (!parsed.success) {
    const names = parsed.error.issues.map((issue) => issue.path.join('.'));
    throw new Error(`Missing or malformed settings: ${[...new Set(names)].join(', ')}.`);
  }
  const values = parsed.data;
  return {
    tables: values.SALLYPORT_TABLES,
    blobs: values.SALLYPORT_BLOBS,
    tablesTimeoutSeconds: values.SALLYPORT_TABLES_TIMEOUT_SECONDS,
    webPubSub: values.WebPubSubConnectionString,
    issuers: values.SALLYPORT_ISSUER,
    audiences: values.SALLYPORT_AUDIENCE,
    jwksUri: values.SALLYPORT_JWKS,
    tenantIds: values.SALLYPORT_TENANT,
    graphUrl: values.SALLYPORT_GRAPH,
    appServiceAuth: values.SALLYPORT_APP_SERVICE_AUTH === 'on',
    access: values.SALLYPORT_ACCESS,
    accessStalenessMs: values.SALLYPORT_ACCESS_STALENESS_SECONDS * 1_000,
    trustedProxies: values.SALLYPORT_TRUSTED_PROXIES,
    auditRetentionDays: values.SALLYPORT_AUDIT_RETENTION_DAYS,
    origins: values.SALLYPORT_ORIGINS,
    relayLeaseMs: values.SALLYPORT_RELAY_LEASE_SECONDS * 1_000,
    perMinute: {
      connect: values.SALLYPORT_CONNECTS_PER_MINUTE,
      disconnect: values.SALLYPORT_DISCONNECTS_PER_MINUTE,
      command: values.SALLYPORT_COMMANDS_PER_MINUTE,
      lookup: values.SALLYPORT_LOOKUPS_PER_MINUTE,
      refusal: values.SALLYPORT_REFUSALS_PER_MINUTE,
    },
    consoleRules: values.SALLYPORT_CONSOLE_RULES,
  };
}
