/** As Entra writes it in its own metadata. */
const placeholder = '{tenantid}';

/**
 * Each issuer that is believed, exactly as tokens name it, with the one tenant that it speaks for. Clouds and
 * versions differ in their issuers, so these are listed rather than recognised by a pattern:
 * `https://sts.windows.net/{tenantid}/` is version 1.0, `https://login.microsoftonline.com/{tenantid}/v2.0` is 2.0.
 */
export function expandIssuers(input: {
  readonly issuers: readonly string[];
  readonly tenantIds: readonly string[];
}): ReadonlyMap<string, string> {
  const tenantIds = input.tenantIds.map((id) => id.toLowerCase());
  const shared = input.issuers.find((issuer) => !issuer.includes(placeholder));
  if (shared !== undefined && tenantIds.length > 1) {
    throw new Error(`Of several tenants each has an issuer of its own: ${placeholder} is missing in one.`);
  }
  return new Map(
    input.issuers.flatMap((issuer) => tenantIds.map((id) => [issuer.replace(placeholder, id), id] as const)),
  );
}

/**
 * Whether a key of the key set is for tokens of these tenants. Entra says of each key whose it is, in the form of
 * version 2.0 for both: one for personal accounts is published beside those for tenants and must not sign for one.
 */
export function signsFor(tenantIds: ReadonlySet<string>, keyIssuer: unknown): boolean {
  if (keyIssuer === undefined) return true;
  const parts = typeof keyIssuer === 'string' ? keyIssuer.toLowerCase().split('/') : [];
  return parts.some((part) => part === placeholder || tenantIds.has(part));
}
