import { createHmac } from 'node:crypto';
import { type HttpMethod, HttpRequest, type HttpResponseInit, InvocationContext } from '@azure/functions';
import fc from 'fast-check';
import { expect } from 'vitest';
import { type MemoryPlane, memoryAccessKey, memoryPlane } from './memoryPlane.ts';
import type { Registered } from './registeredHandlers.ts';

const runs = Number(process.env['SALLYPORT_FUZZ_RUNS'] ?? 5_000);
/** After so many cases the world is made anew, so that what grows is the app's own and not a fake's. */
const casesPerWorld = 500;
/** Of heap, beyond what there was after the first world: what a hundred thousand cases may leave behind. */
const maxLeftBytes = 100_000_000;

/** Every case of one surface, with the seed printed: `SALLYPORT_FUZZ_SEED` plays it again. */
export async function fuzz<T>(
  surface: string,
  cases: fc.Arbitrary<T>,
  run: (one: T) => Promise<void> | void,
) {
  const seed = Number(process.env['SALLYPORT_FUZZ_SEED'] ?? Math.trunc(Math.random() * 2 ** 31));
  const startedAt = performance.now();
  const before = process.memoryUsage().heapUsed;
  await fc.assert(
    fc.asyncProperty(cases, async (one) => {
      await run(one);
    }),
    { numRuns: runs, seed },
  );
  const ms = Math.round(performance.now() - startedAt);
  console.info(`fuzz ${surface}: ${runs} cases, seed ${seed}, ${ms} ms`);
  globalThis.gc?.();
  expect(process.memoryUsage().heapUsed - before).toBeLessThan(
    maxLeftBytes + (globalThis.gc ? 0 : 400_000_000),
  );
}

/** A world that is made anew from time to time, and prepared each time. */
export function worlds(prepare: (plane: MemoryPlane) => Promise<void> = async () => undefined) {
  let left = 0;
  let plane: MemoryPlane;
  return async (): Promise<MemoryPlane> => {
    if (left === 0) {
      plane = memoryPlane();
      await prepare(plane);
      left = casesPerWorld;
    }
    left -= 1;
    return plane;
  };
}

const nasty = [
  '',
  '.',
  '..',
  '../..',
  '%2e%2e%2f',
  '%2F',
  '//',
  '\\',
  '\u0000',
  '%00',
  '\r\nSet-Cookie: a=b',
  '\u2028',
  '\ud800',
  '__proto__',
  'constructor',
  'toString',
  'hasOwnProperty',
  "' or 1 eq 1",
  "''",
  '{}',
  '${7*7}',
  '$(x)',
  '-oProxyCommand=x',
  'NaN',
  '-1',
  '1e999',
  '9007199254740993',
  'ﬀ',
  'İ',
  '\u202e',
  'x'.repeat(300),
  '%'.repeat(300),
  'é'.repeat(5_000),
];

/** Texts as nobody sends them. */
export const anyText = fc.oneof(
  { weight: 2, arbitrary: fc.string({ unit: 'binary', maxLength: 40 }) },
  { weight: 2, arbitrary: fc.string({ maxLength: 40 }) },
  { weight: 3, arbitrary: fc.constantFrom(...nasty) },
  {
    weight: 1,
    arbitrary: fc.tuple(fc.string({ maxLength: 10 }), fc.constantFrom(...nasty)).map((two) => two.join('')),
  },
);

export type Case = {
  readonly params: Readonly<Record<string, string>>;
  readonly query: Readonly<Record<string, string>>;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | undefined;
};

/** Undefined: no host would hand such a request over, because it is not HTTP. */
function toRequest(method: string, { params, query, headers, body }: Case): HttpRequest | undefined {
  const path = Object.values(params)
    .map((one) => encodeURIComponent(one.toWellFormed()))
    .join('/');
  const search = new URLSearchParams(query).toString();
  try {
    return new HttpRequest({
      method: method as HttpMethod,
      url: `http://127.0.0.1:7071/${path}?${search}`,
      headers: { ...headers },
      query: { ...query },
      params: { ...params },
      ...(body === undefined || method === 'GET' ? {} : { body: { string: body } }),
    });
  } catch (thrown) {
    if (thrown instanceof TypeError) return undefined;
    throw thrown;
  }
}

/** Business says no with 4xx and a code. 503 for a relay that does not answer is an honest answer here: there is none. */
const allowedFaults = new Set(['RelayUnavailable', 'HypervisorUnavailable']);

/** Calls a handler as a host would, and holds the answer to what every answer promises. */
export async function callHandler({ handler, method, name }: Registered, one: Case): Promise<number> {
  const request = toRequest(method, one);
  if (request === undefined) return 0;
  const faults: unknown[] = [];
  const context = new InvocationContext({
    functionName: name,
    logHandler: (level, ...args) => {
      if (level === 'error') faults.push(...args);
    },
  });
  const { status = 200, headers, jsonBody } = (await handler(request, context)) as HttpResponseInit;
  const told = headers as Record<string, string>;
  const code = (jsonBody as { error?: { code?: string } } | undefined)?.error?.code ?? '';
  const isFault = status >= 500 && !allowedFaults.has(code);
  if (isFault) throw new Error(`${name}: ${status} ${code}\n${faults.map(describe).join('\n')}`);
  if (told['content-security-policy'] === undefined) throw new Error(`${name}: no security headers`);
  const location = told['location'];
  if (location !== undefined && !/^\/(?![/\\])/.test(location))
    throw new Error(`${name}: goes to ${location}`);
  return status;
}

const describe = (fault: unknown): string => (fault instanceof Error ? (fault.stack ?? '') : String(fault));

/** As Web PubSub signs its events. */
export const signatureOf = (connectionId: string): string =>
  `sha256=${createHmac('sha256', memoryAccessKey).update(connectionId).digest('hex')}`;
