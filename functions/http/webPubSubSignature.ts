import { createHmac } from 'node:crypto';
import { isSameSecret } from '../../shared/access/isSameSecret.ts';

/** `ce-signature` lists one `sha256=<hex HMAC-SHA256(access key, connection id)>` per access key. */
export function isSigned(connectionString: string, headers: { get(name: string): string | null }): boolean {
  const key = part(connectionString, 'AccessKey');
  const connectionId = headers.get('ce-connectionid');
  const signatures = headers.get('ce-signature');
  if (key === '' || !connectionId || !signatures) return false;
  const expected = `sha256=${createHmac('sha256', key).update(connectionId).digest('hex')}`;
  return signatures.split(',').some((given) => isSameSecret(given.trim(), expected));
}

/** Whether `WebHook-Request-Origin` names the configured service, and it alone. */
export function isOwnOrigin(connectionString: string, origin: string): boolean {
  const endpoint = part(connectionString, 'Endpoint');
  if (!URL.canParse(endpoint)) return false;
  const { host, hostname } = new URL(endpoint);
  return origin.toLowerCase() === host || origin.toLowerCase() === hostname;
}

function part(connectionString: string, name: string): string {
  const entry = connectionString.split(';').find((one) => one.startsWith(`${name}=`));
  return entry?.slice(name.length + 1) ?? '';
}
