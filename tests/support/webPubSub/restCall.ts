import { SignJWT } from 'jose';
import type { WebPubSub } from '../../../infra/local/webPubSub/startWebPubSub.ts';

export const defaultKey = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789ABCDEFGH';

export const secondsFromNow = (seconds: number): number => Math.floor(Date.now() / 1000) + seconds;

/** A token with exactly these claims, and `exp` unless it is given. */
export function signToken(claims: object, key = defaultKey): Promise<string> {
  return new SignJWT({ exp: secondsFromNow(60), ...claims })
    .setProtectedHeader({ alg: 'HS256', typ: 'JWT' })
    .sign(Buffer.from(key));
}

/** One request to the data plane, with a token that is for exactly this path. */
export async function callRest(
  service: WebPubSub,
  request: string,
  init: Omit<RequestInit, 'method' | 'headers'> & { headers?: Record<string, string> } = {},
): Promise<Response> {
  const [method = '', target = ''] = request.split(' ');
  const url = `${service.endpoint}/api/hubs/${target}`;
  const token = await signToken({ aud: url });
  return fetch(url, { ...init, method, headers: { authorization: `Bearer ${token}`, ...init.headers } });
}
