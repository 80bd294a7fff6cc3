import { HttpRequest } from '@azure/functions';

/** A request as a handler gets it. `body` that is not a text is sent as JSON. */
export function httpRequest(
  over: {
    method?: string;
    path?: string;
    params?: Record<string, string>;
    headers?: Record<string, string>;
    body?: unknown;
  } = {},
): HttpRequest {
  const { method = 'POST', path = '/x', params = {}, headers = {}, body } = over;
  const url = new URL(path, 'http://127.0.0.1:7071');
  const text = typeof body === 'string' ? body : JSON.stringify(body);
  return new HttpRequest({
    method: method as 'POST',
    url: path.startsWith('/') ? `http://127.0.0.1:7071${path}` : path,
    headers,
    params,
    query: Object.fromEntries(url.searchParams),
    ...(body === undefined ? {} : { body: { string: text } }),
  });
}
