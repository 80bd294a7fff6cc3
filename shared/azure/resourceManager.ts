import { z } from 'zod';
import { SallyportError } from '../contracts/errors.ts';

export type ResourceManagerOptions = {
  /** `https://management.azure.com`, or that of a national cloud. Nothing is ever asked elsewhere. */
  readonly url: string;
  /** An access token for it. */
  readonly token: () => Promise<string>;
  readonly now: () => number;
  readonly wait: (milliseconds: number) => Promise<void>;
  readonly timeoutMs?: number;
};

/** Azure Resource Manager. Everything rejects with `ResourceManagerUnavailable` when an answer cannot be had whole. */
export type ResourceManager = {
  /** Undefined where there is nothing, or nothing that the caller may see. */
  get<T extends z.ZodType>(schema: T, path: string): Promise<z.infer<T> | undefined>;
  /** Every page. */
  list<T extends z.ZodType>(schema: T, path: string): Promise<readonly z.infer<T>[]>;
};

const defaultTimeoutMs = 8_000;
/** A service that wants to be left alone for longer is not waited for by a caller who waits himself. */
const maxWaitMs = 2_000;
const maxTries = 3;
/** After a failure that does not say when to come back. */
const usualPauseMs = 2_000;
const maxPauseMs = 60_000;
/** More than all role assignments that a subscription may have. */
const maxPages = 500;

export function createResourceManager(options: ResourceManagerOptions): ResourceManager {
  const { origin } = new URL(options.url);
  let failure: { readonly at: number; readonly pauseMs: number; readonly error: SallyportError } | undefined;

  const fail = (error: SallyportError, pauseMs = usualPauseMs): SallyportError => {
    failure = { at: options.now(), pauseMs: Math.min(pauseMs, maxPauseMs), error };
    return error;
  };

  async function read(path: string): Promise<unknown> {
    if (failure !== undefined && Math.abs(options.now() - failure.at) < failure.pauseMs) throw failure.error;
    for (let tries = 1; ; tries += 1) {
      const response = await send(options, inside(origin, path)).catch((cause: unknown) => {
        throw fail(unavailable(cause));
      });
      if (response.status === 404) return undefined;
      if (response.status === 200) return await bodyOf(response);
      const retryMs = retryAfterMs(response);
      if (!isBusy(response) || retryMs === undefined || retryMs > maxWaitMs || tries === maxTries) {
        throw fail(faultOf(response), retryMs);
      }
      await options.wait(retryMs);
    }
  }

  return {
    get: async (schema, path) => {
      const body = await read(path);
      return body === undefined ? undefined : parse(schema, body);
    },
    list: async (schema, path) => {
      const page = z.object({ value: z.array(schema), nextLink: z.string().nullish() });
      const found: z.infer<typeof schema>[] = [];
      let next: string | undefined | null = path;
      for (let pages = 0; next !== undefined && next !== null && next !== ''; pages += 1) {
        if (pages === maxPages)
          throw unavailable(new Error('A list of Azure Resource Manager does not end.'));
        const { value, nextLink }: z.infer<typeof page> = parse(page, await read(next));
        found.push(...value);
        next = nextLink;
      }
      return found;
    },
  };
}

/** A link to the next page is followed on the same origin only: the token goes nowhere else. */
function inside(origin: string, path: string): URL {
  const url = URL.canParse(path, origin) ? new URL(path, origin) : undefined;
  if (url?.origin === origin) return url;
  throw unavailable(new Error('Azure Resource Manager sent a link to elsewhere.'));
}

async function send({ token, timeoutMs = defaultTimeoutMs }: ResourceManagerOptions, url: URL) {
  return await fetch(url, {
    redirect: 'error',
    signal: AbortSignal.timeout(timeoutMs),
    headers: { authorization: `Bearer ${await token()}`, accept: 'application/json' },
  });
}

const isBusy = ({ status }: Response): boolean => status === 429 || status === 503;

function retryAfterMs(response: Response): number | undefined {
  const seconds = Number(response.headers.get('retry-after') ?? Number.NaN);
  return Number.isFinite(seconds) && seconds >= 0 ? seconds * 1_000 : undefined;
}

async function bodyOf(response: Response): Promise<unknown> {
  try {
    return await response.json();
  } catch (cause) {
    throw unavailable(cause);
  }
}

function parse<T extends z.ZodType>(schema: T, body: unknown): z.infer<T> {
  const parsed = schema.safeParse(body);
  if (parsed.success) return parsed.data;
  throw unavailable(parsed.error);
}

function faultOf(response: Response): SallyportError {
  const cause = new Error(`Azure Resource Manager answered ${response.status}.`);
  if (response.status !== 401 && response.status !== 403) return unavailable(cause);
  return new SallyportError(
    'ResourceManagerUnavailable',
    'Sallyport may not read role assignments in Azure, so access cannot be checked. Its identity needs Reader on every subscription of the fleet.',
    { cause },
  );
}

function unavailable(cause: unknown): SallyportError {
  return new SallyportError(
    'ResourceManagerUnavailable',
    'Azure Resource Manager does not answer, so access cannot be checked. Retry in a few seconds.',
    { cause },
  );
}
