import type { HttpRequest } from '@azure/functions';
import type { z } from 'zod';
import { SallyportError } from '../../shared/contracts/errors.ts';
import { limits } from '../../shared/contracts/limits.ts';
import { isDeeperThan } from './jsonDepth.ts';

/** The body as a value of `schema`. No body is `{}`: ARM's SDKs post empty actions without one. */
export async function readBody<T extends z.ZodType>(
  request: HttpRequest,
  schema: T,
  maxBytes: number = limits.maxRequestBodyBytes,
): Promise<z.infer<T>> {
  if (Number(request.headers.get('content-length') ?? 0) > maxBytes) throw tooLarge(maxBytes);
  const text = await request.text();
  if (Buffer.byteLength(text) > maxBytes) throw tooLarge(maxBytes);
  if (text === '' && request.headers.get('transfer-encoding') !== null) throw unannounced();
  return parseWith(schema, text.trim() === '' ? {} : parseJson(text));
}

/**
 * Query parameters as a value of `schema`; the names of the schema are the names of the parameters. As in ARM,
 * letter case does not matter: a `$Top` that is ignored would be taken for served.
 */
export function readQuery<T extends z.ZodObject>(request: HttpRequest, schema: T): z.infer<T> {
  const names = new Map(Object.keys(schema.shape).map((name) => [name.toLowerCase(), name]));
  const given = [...request.query].map(([name, value]) => [names.get(name.toLowerCase()) ?? name, value]);
  return parseWith(schema, Object.fromEntries(given));
}

function tooLarge(maxBytes: number): SallyportError {
  return new SallyportError(
    'RequestTooLarge',
    `A request body holds at most ${maxBytes} bytes here. Send it in several calls.`,
    { target: 'body' },
  );
}

/** The host hands over an unannounced body as none: `{"mode":"observer"}` would be taken for the defaults. */
function unannounced(): SallyportError {
  return new SallyportError(
    'InvalidRequest',
    'A request body that is sent in chunks does not arrive. Send it with a Content-Length.',
    { target: 'body' },
  );
}

function parseJson(text: string): unknown {
  if (isDeeperThan(text, limits.maxJsonDepth)) {
    throw new SallyportError(
      'InvalidRequest',
      `A request body nests at most ${limits.maxJsonDepth} levels deep here.`,
      { target: 'body' },
    );
  }
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new SallyportError('InvalidRequest', 'The request body is not valid JSON.', {
      target: 'body',
      cause,
    });
  }
}

function parseWith<T extends z.ZodType>(schema: T, value: unknown): z.infer<T> {
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  const details = parsed.error.issues.slice(0, 20).map((issue) => ({
    code: 'InvalidRequest' as const,
    message: issue.message,
    target: targetOf(issue.path) || 'body',
  }));
  const [first] = details;
  throw new SallyportError(
    'InvalidRequest',
    `The request is not valid: ${first?.target}: ${first?.message}.`,
    {
      ...(first === undefined ? {} : { target: first.target }),
      details,
    },
  );
}

/** `['sessionIds', 3]` → `sessionIds[3]`. */
function targetOf(path: readonly PropertyKey[]): string {
  return path.reduce<string>((text, part) => {
    if (typeof part === 'number') return `${text}[${part}]`;
    return text === '' ? String(part) : `${text}.${String(part)}`;
  }, '');
}

/** A path and query as long as a host in Azure takes them, wherever the app runs. */
export function requireShortUrl(request: HttpRequest): void {
  if (request.url.length <= limits.maxUrlChars) return;
  throw new SallyportError(
    'RequestUriTooLong',
    `An address has at most ${limits.maxUrlChars} characters here. Ask for less at once.`,
  );
}

const versionPattern = /^\d{4}-\d{2}-\d{2}(-preview)?$/;

/** ARM's rule: `api-version` is there, once, and is a date. Any date will do. */
export function requireApiVersion(request: HttpRequest): void {
  const name = [...request.query.keys()].find((key) => key.toLowerCase() === 'api-version');
  const value = name === undefined ? null : request.query.get(name);
  if (value === null || value === '') {
    throw new SallyportError(
      'MissingApiVersionParameter',
      'The api-version query parameter (?api-version=) is required for all requests.',
      { target: 'api-version' },
    );
  }
  if (!versionPattern.test(value)) {
    throw new SallyportError(
      'InvalidApiVersionParameter',
      'The api-version is not valid. Use a date such as 2026-11-01, optionally followed by -preview.',
      { target: 'api-version' },
    );
  }
}
