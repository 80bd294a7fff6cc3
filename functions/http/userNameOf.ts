/** Where a token may have a person's name, by version and kind of account. */
type NameClaims = {
  readonly oid: string;
  readonly preferred_username?: string | undefined;
  readonly upn?: string | undefined;
  readonly unique_name?: string | undefined;
  readonly email?: string | undefined;
};

/**
 * The name that a person signs in with, for people to read: it may change, and decides nothing. A guest's is the one
 * at home, since the one here (`bob_fabrikam.com#EXT#@contoso.onmicrosoft.com`) is nobody's address.
 */
export function userNameOf({ preferred_username, upn, unique_name, email, oid }: NameClaims): string {
  return homeName(preferred_username ?? upn ?? unique_name ?? email ?? oid);
}

function homeName(name: string): string {
  const external = /^(?<local>.+)_(?<domain>[^_@#]+)#EXT#@/i.exec(name)?.groups;
  if (external !== undefined) return `${external.local}@${external.domain}`;
  // `live.com#bob@outlook.com`: version 1.0 puts the provider before the name.
  return /^[\w.-]+#(?<rest>[^#@]+@[^#@]+)$/.exec(name)?.groups?.rest ?? name;
}
