import type { Page, Request } from 'playwright-core';
import type { StackContext } from '../../infra/local/stack.ts';

export type Fetched = {
  readonly part: string;
  /** Milliseconds since 1970. */
  readonly startMs: number;
  readonly endMs: number;
};

export type NetworkLog = {
  readonly fetched: readonly Fetched[];
  /** Over the network: what came out of a cache is nothing. */
  readonly bytes: number;
};

/** What a page asks for while `act` runs. */
export async function logNetwork(
  page: Page,
  { addresses }: StackContext,
  act: () => Promise<void>,
): Promise<NetworkLog> {
  const requests: Request[] = [];
  let bytes = 0;
  const client = await page.context().newCDPSession(page);
  await client.send('Network.enable');
  client.on('Network.loadingFinished', ({ encodedDataLength }) => {
    bytes += encodedDataLength;
  });
  const onFinished = (request: Request): void => void requests.push(request);
  page.on('requestfinished', onFinished);
  await act();
  page.off('requestfinished', onFinished);
  await client.detach();
  return { bytes, fetched: requests.map((request) => toFetched(request, addresses)) };
}

function toFetched(request: Request, addresses: StackContext['addresses']): Fetched {
  const { startTime, responseEnd } = request.timing();
  return {
    part: partOf(request, addresses),
    startMs: startTime,
    endMs: startTime + Math.max(responseEnd, 0),
  };
}

function partOf(request: Request, { portal, identity }: StackContext['addresses']): string {
  const { origin, pathname } = new URL(request.url());
  if (origin === portal) {
    if (request.resourceType() === 'document') return pathname === '/signed-in' ? 'page, signed in' : 'page';
    return pathname === '/config.json' ? 'configuration' : 'scripts, words, styles';
  }
  if (origin === identity) {
    if (pathname === '/token') return 'token';
    return pathname.startsWith('/.well-known') ? 'discovery' : 'identity provider';
  }
  if (pathname.endsWith('/bastionHosts')) return 'bastions';
  if (pathname.endsWith('/sessions')) return 'list of sessions';
  return 'other calls';
}
