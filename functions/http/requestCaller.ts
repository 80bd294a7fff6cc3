import type { Caller } from '../../shared/access/caller.ts';
import { principalHeader } from './appServiceCaller.ts';
import type { ReadCaller } from './caller.ts';

/** Who sent a request. Rejects as `ReadCaller` does. */
export type RequestCaller = (request: {
  readonly method: string;
  readonly headers: { get(name: string): string | null };
}) => Promise<Caller>;

/**
 * An access token says who calls; where it is configured, App Service authentication may say it instead. A token goes
 * first: no page can make a browser send one.
 */
export function createRequestCaller(readers: {
  readonly token: ReadCaller;
  /** Absent: the header is as any other that a client makes up. */
  readonly appService?: RequestCaller | undefined;
}): RequestCaller {
  const { token, appService } = readers;
  return async (request) => {
    const { headers } = request;
    const isSignedIn = headers.get('authorization') === null && headers.get(principalHeader) !== null;
    return await (appService !== undefined && isSignedIn ? appService(request) : token(headers));
  };
}
