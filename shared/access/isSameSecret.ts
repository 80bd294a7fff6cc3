/**
 * Whether a secret, its hash or a signature is the expected one: the only place where such are compared. How long
 * it takes tells nothing of how much of a guess was right; only the length, which is no secret, shows.
 */
export function isSameSecret(given: string, expected: string): boolean {
  if (given.length !== expected.length || expected.length === 0) return false;
  let difference = 0;
  for (let at = 0; at < expected.length; at += 1) {
    difference |= given.charCodeAt(at) ^ expected.charCodeAt(at);
  }
  return difference === 0;
}
