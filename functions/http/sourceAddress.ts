import { parseIpAddress } from '../../shared/network/ipAddress.ts';

/**
 * The caller's address as the nearest trusted front end saw it. Each front end appends the address it was
 * called from to X-Forwarded-For; whatever stands before the last `trustedProxies` entries, the caller wrote.
 * Empty when no front end vouches for an address. A port, as App Service appends one, is dropped, and an
 * IPv4 address that a dual-stack socket shows as IPv6 is written as what it is.
 */
export function sourceAddress(forwardedFor: string | null, trustedProxies: number): string {
  if (trustedProxies === 0 || forwardedFor === null) return '';
  const entry = forwardedFor.split(',').at(-trustedProxies)?.trim().toLowerCase() ?? '';
  const text = withoutPort(entry);
  const address = parseIpAddress(text);
  if (address === undefined) return '';
  return address.bits === 32 ? toDotted(address.value) : text;
}

/** `203.0.113.7:49152` and `[2001:db8::1]:49152`; a bare IPv6 address has colons and no port. */
function withoutPort(entry: string): string {
  const { v6, v4 } = /^(?:\[(?<v6>[^\]]*)\](?::\d{1,5})?|(?<v4>[^:]*):\d{1,5})$/.exec(entry)?.groups ?? {};
  return v6 ?? v4 ?? entry;
}

const toDotted = (value: bigint): string =>
  [24n, 16n, 8n, 0n].map((shift) => String((value >> shift) & 0xffn)).join('.');
