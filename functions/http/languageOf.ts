import type { HttpRequest } from '@azure/functions';

/** For the text of a forced disconnect, where the caller did not say. */
export const languageOf = (request: HttpRequest): string =>
  (request.headers.get('accept-language') ?? 'en').slice(0, 35);
