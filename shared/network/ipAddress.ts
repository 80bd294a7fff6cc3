/** An address as a number, so that ranges are arithmetic. An IPv4 address mapped into IPv6 is the IPv4 address. */
export type IpAddress = { readonly bits: 32 | 128; readonly value: bigint };

/** The addresses whose first `prefix` bits are those of `first`. */
export type IpRange = { readonly first: IpAddress; readonly prefix: number };

/** Undefined for text that is not exactly one address: no port, zone or leading zeros, which some read as octal. */
export function parseIpAddress(text: string): IpAddress | undefined {
  const v4 = parseV4(text);
  if (v4 !== undefined) return { bits: 32, value: v4 };
  const v6 = parseV6(text);
  if (v6 === undefined) return undefined;
  return v6 >> 32n === 0xffffn ? { bits: 32, value: v6 & 0xffff_ffffn } : { bits: 128, value: v6 };
}

/** `10.0.0.0/8`, `2001:db8::/32`, or one address. Bits after the prefix do not matter. */
export function parseIpRange(text: string): IpRange | undefined {
  const [address = '', length, ...rest] = text.split('/');
  const first = parseIpAddress(address);
  if (first === undefined || rest.length > 0) return undefined;
  if (length === undefined) return { first, prefix: first.bits };
  if (!/^\d{1,3}$/.test(length)) return undefined;
  // A mapped address counts its prefix from the start of the IPv6 form.
  const prefix = Number(length) - (address.includes(':') ? 128 - first.bits : 0);
  return prefix >= 0 && prefix <= first.bits ? { first, prefix } : undefined;
}

/** An address of the other family is in no range: `::/0` holds no IPv4 address. */
export function isInIpRange({ first, prefix }: IpRange, address: IpAddress): boolean {
  const hostBits = BigInt(first.bits - prefix);
  return address.bits === first.bits && address.value >> hostBits === first.value >> hostBits;
}

function parseV4(text: string): bigint | undefined {
  const parts = text.split('.');
  const isByte = (part: string): boolean => /^(?:0|[1-9]\d{0,2})$/.test(part) && Number(part) <= 255;
  if (parts.length !== 4 || !parts.every(isByte)) return undefined;
  return parts.reduce((value, part) => (value << 8n) | BigInt(part), 0n);
}

function parseV6(text: string): bigint | undefined {
  const halves = text.split('::');
  if (halves.length > 2) return undefined;
  const [before, after] = halves.map((half, index) => groupsOf(half, index === halves.length - 1));
  if (before === undefined || (halves.length === 2 && after === undefined)) return undefined;
  const missing = 8 - before.length - (after?.length ?? 0);
  // Without `::` nothing is missing; with it, at least one group of zeros is.
  if (after === undefined ? missing !== 0 : missing < 1) return undefined;
  const groups = [...before, ...Array<bigint>(missing).fill(0n), ...(after ?? [])];
  return groups.reduce((value, group) => (value << 16n) | group, 0n);
}

/** The 16-bit groups of one side of `::`; the address's last two may be written as an IPv4 address. */
function groupsOf(half: string, isLast: boolean): readonly bigint[] | undefined {
  if (half === '') return [];
  const parts = half.split(':');
  const groups: bigint[] = [];
  for (const [index, part] of parts.entries()) {
    const v4 = isLast && index === parts.length - 1 ? parseV4(part) : undefined;
    if (v4 !== undefined) groups.push(v4 >> 16n, v4 & 0xffffn);
    else if (/^[0-9a-f]{1,4}$/i.test(part)) groups.push(BigInt(`0x${part}`));
    else return undefined;
  }
  return groups;
}
