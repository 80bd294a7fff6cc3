/**
 * The caller's address as the nearest trusted front end saw it. Each front end appends the address it was
 * called from to X-Forwarded-For; whatever stands before the last `trustedProxies` entries, the caller wrote.
 * Empty when no front end vouches for an address. A port, as App Service appends one, is dropped.
 */
export function sourceAddress(forwardedFor: string | null, trustedProxies: number): string {
  if (trustedProxies === 0 || forwardedFor === null) return '';
  const entry = forwardedFor.split(',').at(-trustedProxies)?.trim() ?? '';
  const withoutPort = /^(?:\[(?<v6>[0-9a-f:.]+)\]|(?<v4>[0-9.]+)):\d+$/i.exec(entry)?.groups;
  const address = withoutPort?.v6 ?? withoutPort?.v4 ?? entry;
  return /^[0-9a-f:.]{2,45}$/i.test(address) ? address : '';
}
