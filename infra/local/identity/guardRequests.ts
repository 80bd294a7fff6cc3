import type { KoaContextWithOIDC } from 'oidc-provider';

type Middleware = (ctx: KoaContextWithOIDC, next: () => Promise<unknown>) => Promise<void>;

/**
 * Answers only to its own names: a page whose host name was re-pointed at this machine would otherwise count as
 * the provider's own and could collect tokens.
 */
export function createHostGuard(port: number): Middleware {
  const names = new Set([`localhost:${port}`, `127.0.0.1:${port}`]);
  return async (ctx, next) => {
    if (names.has(ctx.get('host'))) {
      await next();
      return;
    }
    ctx.status = 421;
    ctx.body = 'This host name is not served here.';
  };
}

/**
 * Marks every cookie Secure although the connection is plain: browsers treat localhost as secure, but for Safari,
 * which would drop such cookies.
 */
export const secureCookies: Middleware = async (ctx, next) => {
  await next();
  const cookies = ctx.response.headers['set-cookie'];
  const agent = ctx.get('user-agent');
  const isSafari = agent.includes('Safari/') && !agent.includes('Chrome/');
  if (cookies === undefined || isSafari) return;
  ctx.set(
    'set-cookie',
    [cookies].flat().map((cookie) => `${cookie}; secure`),
  );
};
