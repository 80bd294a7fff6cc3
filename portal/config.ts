import { z } from 'zod';

/** `/config.json`, written by whoever serves the page: one build runs against any control plane. */
const portalConfig = z.object({
  /** Issuer of the sign-in, with its discovery document under `/.well-known/openid-configuration`. */
  authority: z.url(),
  clientId: z.string().min(1),
  scope: z.string().min(1),
  /** RFC 8707 resource; Entra has it in the scope instead. */
  resource: z.string().optional(),
  apiUrl: z.url(),
  subscriptionId: z.guid(),
});
export type PortalConfig = z.infer<typeof portalConfig>;

export async function loadConfig(fetchConfig: typeof fetch): Promise<PortalConfig> {
  const response = await fetchConfig('/config.json', { cache: 'no-store' });
  if (!response.ok) throw new Error(`/config.json answered ${response.status}`);
  return portalConfig.parse(await response.json());
}
