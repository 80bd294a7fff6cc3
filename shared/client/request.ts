import { z } from 'zod';
import { additionalInfo } from '../contracts/errors.ts';
import { ApiError } from './apiError.ts';

export type RequestDeps = {
  readonly apiUrl: string;
  /** A token for the control plane, fresh enough to be used now. */
  readonly token: () => Promise<string>;
  readonly fetch: typeof fetch;
  readonly wait: (delayMs: number) => Promise<void>;
};

type RequestOptions = {
  readonly method?: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  readonly body?: unknown;
  /** Only while what is changed is still the one with this etag. */
  readonly ifMatch?: string;
};

/** One call of the control plane's API: long work is waited for, errors are thrown as `ApiError`. */
export type SendRequest = <T>(schema: z.ZodType<T>, path: string, options?: RequestOptions) => Promise<T>;

const sentences = {
  network: 'The control plane could not be reached. Check your connection and try again.',
  invalidResponse: 'The control plane gave an answer that is not understood here.',
  foreignLink: 'The control plane sent a link that leads somewhere else. It was not followed.',
  stillUnderWay:
    'This takes longer than expected and may yet be done. Look at the state before trying again.',
  unexpectedStatus: (status: number) => `The control plane answered with status ${status}.`,
} as const;

const errorBody = z.object({
  error: z.object({
    code: z.string(),
    message: z.string(),
    target: z.string().optional(),
    additionalInfo: z.array(z.unknown()).optional(),
  }),
});

/** The control plane ends everything that is not over after five minutes, and is asked once a second. */
const maxPolls = 330;

export function createRequest(deps: RequestDeps): SendRequest {
  return async (schema, path, options = {}) => {
    let response = await send(deps, path, options);
    let location: string | null = null;
    for (let poll = 0; response.status === 202 && poll < maxPolls; poll += 1) {
      location = response.headers.get('location') ?? location;
      if (location === null) break;
      await deps.wait(retryAfterMs(response));
      response = await send(deps, location, {});
    }
    if (response.status === 202) throw stillUnderWay(response);
    if (!response.ok) throw await readError(response);
    return readBody(schema, response);
  };
}

async function send(deps: RequestDeps, path: string, options: RequestOptions): Promise<Response> {
  const url = ownUrl(deps.apiUrl, path);
  const authorization = `Bearer ${await deps.token()}`;
  const hasBody = options.body !== undefined;
  const headers = {
    authorization,
    ...(hasBody ? { 'content-type': 'application/json' } : {}),
    ...(options.ifMatch === undefined ? {} : { 'if-match': options.ifMatch }),
  };
  try {
    return await deps.fetch(url, {
      method: options.method ?? 'GET',
      headers,
      ...(hasBody ? { body: JSON.stringify(options.body) } : {}),
    });
  } catch (cause) {
    throw new ApiError('NetworkError', sentences.network, { status: 0, cause });
  }
}

/** Links in answers are followed with the caller's token, so they must not lead anywhere else. */
function ownUrl(apiUrl: string, path: string): string {
  const url = new URL(path, apiUrl);
  if (url.origin !== new URL(apiUrl).origin)
    throw new ApiError('InvalidResponse', sentences.foreignLink, { status: 0 });
  return url.href;
}

function retryAfterMs(response: Response): number {
  const seconds = Number(response.headers.get('retry-after') ?? '1');
  return Number.isFinite(seconds) ? Math.min(Math.max(seconds, 0), 30) * 1_000 : 1_000;
}

function stillUnderWay(response: Response): ApiError {
  const requestId = response.headers.get('x-ms-request-id') ?? undefined;
  return new ApiError('StillUnderWay', sentences.stillUnderWay, { status: response.status, requestId });
}

async function readError(response: Response): Promise<ApiError> {
  const requestId = response.headers.get('x-ms-request-id') ?? undefined;
  const body = errorBody.safeParse(await response.json().catch(() => undefined)).data;
  if (body === undefined) {
    const message = sentences.unexpectedStatus(response.status);
    return new ApiError(`Http${response.status}`, message, { status: response.status, requestId });
  }
  const { code, message, target, additionalInfo: more = [] } = body.error;
  const known = more.map((one) => additionalInfo.safeParse(one).data);
  const operator = known.find((one) => one?.type === 'SerialPortOperator')?.info;
  const end = known.find((one) => one?.type === 'SessionEnd')?.info;
  const missing = known.find((one) => one?.type === 'MissingAccess')?.info;
  const lock = known.find((one) => one?.type === 'AccessLock')?.info;
  const { status } = response;
  return new ApiError(code, message, { status, requestId, target, operator, end, missing, lock });
}

async function readBody<T>(schema: z.ZodType<T>, response: Response): Promise<T> {
  // 204 has no body: the schema says whether that is an answer.
  const parsed = schema.safeParse(await response.json().catch(() => undefined));
  if (parsed.success) return parsed.data;
  throw new ApiError('InvalidResponse', sentences.invalidResponse, {
    status: response.status,
    requestId: response.headers.get('x-ms-request-id') ?? undefined,
    cause: parsed.error,
  });
}
