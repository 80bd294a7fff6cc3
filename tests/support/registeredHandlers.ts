import {
  app,
  type HttpHandler,
  type HttpMethod,
  HttpRequest,
  type HttpResponseInit,
  InvocationContext,
} from '@azure/functions';
import { vi } from 'vitest';

export type ApiAnswer = {
  readonly status: number;
  readonly headers: Record<string, string>;
  readonly body: unknown;
  /** `error.code`, where there is one. */
  readonly code: string | undefined;
};

export type CallOptions = { body?: unknown; headers?: Record<string, string>; apiVersion?: string | null };

export type Registered = {
  readonly name: string;
  readonly method: string;
  readonly route: string;
  readonly pattern: RegExp;
  readonly names: readonly string[];
  readonly handler: HttpHandler;
};

/** Calls the app without a host: what matches first is handed the request, as a host would. */
export function createSender(handlers: readonly Registered[]) {
  return async (method: HttpMethod, path: string, options: CallOptions = {}): Promise<ApiAnswer> => {
    const { body, headers = {}, apiVersion = '2026-11-01' } = options;
    const url = new URL(`http://127.0.0.1:7071${path}`);
    if (apiVersion !== null) url.searchParams.set('api-version', apiVersion);
    const match = handlers.find((one) => one.method === method && one.pattern.test(url.pathname));
    if (match === undefined) throw new Error(`No route takes ${method} ${path}.`);
    const text = typeof body === 'string' ? body : JSON.stringify(body);
    const found = match.pattern.exec(url.pathname)?.slice(1) ?? [];
    const request = new HttpRequest({
      method,
      url: url.href,
      headers,
      query: Object.fromEntries(url.searchParams),
      params: Object.fromEntries(
        match.names.map((name, index) => [name, decodeURIComponent(found[index] ?? '')]),
      ),
      ...(text === undefined ? {} : { body: { string: text } }),
    });
    const context = new InvocationContext({ functionName: match.name, logHandler: () => undefined });
    return toAnswer((await match.handler(request, context)) as HttpResponseInit);
  };
}

function toAnswer({ status = 200, headers = {}, jsonBody }: HttpResponseInit): ApiAnswer {
  const body: unknown = jsonBody;
  const code = (body as { error?: { code?: string } } | undefined)?.error?.code;
  return { status, headers: headers as Record<string, string>, body, code };
}

/** Every handler of the app, in the order in which the host tries them. */
export async function registeredHandlers(): Promise<readonly Registered[]> {
  const found: Registered[] = [];
  vi.spyOn(app, 'http').mockImplementation((name, { methods = [], route = '', handler }) => {
    const names: string[] = [];
    const pattern = route.replaceAll(
      /\{(\*?)(\w+)(?::regex\(\^(.*?)\$\))?(?::\w+)?\}/g,
      (_, star: string, key: string, fixed?: string) => {
        names.push(key);
        return star === '' ? `(${fixed ?? '[^/]+'})` : '(.+)';
      },
    );
    for (const method of methods) {
      found.push({ name, method, route, names, handler, pattern: new RegExp(`^/${pattern}$`, 'i') });
    }
  });
  vi.spyOn(app, 'timer').mockReturnValue();
  await import('../../functions/main.ts');
  // As the host tries them.
  return found.toSorted((a, b) => (a.name.toUpperCase() < b.name.toUpperCase() ? -1 : 1));
}
