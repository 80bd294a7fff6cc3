import type { HttpHandler, HttpRequest, HttpResponseInit, InvocationContext } from '@azure/functions';
import { SallyportError } from '../../shared/contracts/errors.ts';
import { securityHeaders } from './securityHeaders.ts';

export type Answer = HttpResponseInit;

/** What a page of another origin may read of an answer: without it no error shows its request id. */
const exposed = {
  'access-control-expose-headers':
    'x-ms-request-id, x-ms-error-code, retry-after, location, azure-asyncoperation, etag',
};

/** The one place where anything thrown becomes an answer. Knows nothing about sessions. */
export function endpoint(
  handle: (request: HttpRequest, context: InvocationContext) => Promise<Answer>,
): HttpHandler {
  return async (request, context) => {
    const always = { 'x-ms-request-id': context.invocationId, ...exposed, ...securityHeaders };
    try {
      const answer = await handle(request, context);
      return { ...answer, headers: { ...always, ...headersOf(answer) } };
    } catch (thrown) {
      const error = SallyportError.from(thrown);
      logFault(context, error);
      return {
        status: error.status,
        jsonBody: error.toBody(),
        headers: {
          ...always,
          'x-ms-error-code': error.code,
          ...(error.status === 401 ? { 'www-authenticate': 'Bearer' } : {}),
          ...retryAfter(error),
        },
      };
    }
  };
}

/** A seat that somebody else has is freed at no known time: only who is too fast is told when. */
function retryAfter({ status, retryAfterSeconds }: SallyportError): Record<string, string> {
  const seconds = retryAfterSeconds ?? (status === 503 ? 2 : undefined);
  return seconds === undefined ? {} : { 'retry-after': String(seconds) };
}

const headersOf = (answer: Answer): Record<string, string> =>
  (answer.headers as Record<string, string> | undefined) ?? {};

/**
 * 4xx is the caller's business and a warning at most: of its cause only the kind, whose text may repeat the
 * request. 5xx is ours and needs its cause.
 */
function logFault(context: InvocationContext, error: SallyportError): void {
  const line = `${error.code}: ${onOneLine(error.message)}`;
  if (error.status >= 500) return context.error(line, error.cause);
  context.warn(error.cause instanceof Error ? `${line} (${onOneLine(kindOf(error.cause))})` : line);
}

/** `ERR_JWT_EXPIRED`, or the class of an error without a code. */
const kindOf = (fault: Error): string => ('code' in fault ? String(fault.code) : fault.name);

/** Messages repeat names from the request: a line break in one must not become a line of the log. */
const onOneLine = (text: string): string =>
  text.replaceAll(/[\p{Cc}\u2028\u2029]/gu, (char) => encodeURIComponent(char));
