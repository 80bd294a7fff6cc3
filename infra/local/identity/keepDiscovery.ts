import type { KoaContextWithOIDC } from 'oidc-provider';

const path = '/.well-known/openid-configuration';

/**
 * What a provider says of itself stays the same: a page that leaves for it and comes back asks once, as of Entra,
 * which lets a browser keep it for a day.
 */
export async function keepDiscovery(ctx: KoaContextWithOIDC, next: () => Promise<unknown>): Promise<void> {
  await next();
  if (ctx.path !== path || ctx.status !== 200) return;
  ctx.vary('Origin');
  ctx.set('Cache-Control', 'private, max-age=3600');
}
