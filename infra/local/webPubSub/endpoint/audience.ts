/** What a token must be for: the host as the client addressed it, and the path as it wrote it. */
export type Resource = {
  readonly host: string;
  readonly paths: readonly string[];
  /** Nothing but a hub varies in these paths, and hubs have no case. */
  readonly anyCase?: true;
};

const urlPattern = /^(?:https?|wss?):\/\/([^/?#]+)([^?#]*)/i;

/**
 * The host and the path scope a token, scheme and query do not. The path counts as written or URL-decoded once: SDKs
 * differ in what they escape. Strict otherwise, or a token for one operation would open another.
 */
export function isForAudience(
  audience: string | string[] | undefined,
  { host, paths, anyCase }: Resource,
): boolean {
  return [audience ?? []].flat().some((url) => {
    const match = urlPattern.exec(url);
    if (match === null) return false;
    const [, givenHost = '', givenPath = ''] = match;
    const fold = (path: string): string => (anyCase === true ? path.toLowerCase() : path);
    return isSameHost(givenHost, host) && paths.some((path) => isSamePath(fold(givenPath), fold(path)));
  });
}

function isSameHost(one: string, other: string): boolean {
  return withoutDefaultPort(one) === withoutDefaultPort(other);
}

const withoutDefaultPort = (host: string): string => host.toLowerCase().replace(/:(?:80|443)$/, '');

function isSamePath(given: string, path: string): boolean {
  return given === path || decodeOnce(given) === path || given === decodeOnce(path);
}

function decodeOnce(path: string): string {
  try {
    return decodeURIComponent(path);
  } catch {
    return path;
  }
}
