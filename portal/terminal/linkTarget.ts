const maxLength = 2_048;

/**
 * Where a link that a guest wrote really leads, spelled so that it cannot be mistaken (a host in other letters than
 * it seems is spelled in ASCII). Undefined for all that a browser would not open as a plain page: other schemes,
 * characters that nobody sees, and a name before the host, which is there to be taken for the host.
 */
export function linkTarget(text: string): string | undefined {
  if (text.length > maxLength || /[\p{Cc}\p{Cf}\p{Z}]/u.test(text) || !URL.canParse(text)) return undefined;
  const url = new URL(text);
  const isPage = url.protocol === 'http:' || url.protocol === 'https:';
  return isPage && url.username === '' && url.password === '' ? url.href : undefined;
}
