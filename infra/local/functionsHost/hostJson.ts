import { existsSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { z } from 'zod';

const hostJson = z.object({
  extensions: z.object({ http: z.object({ routePrefix: z.string().optional() }).optional() }).optional(),
});

/** What stands before every route: `extensions.http.routePrefix` of host.json, else `api`. */
export function readRoutePrefix(appFolder: string): string {
  const file = resolve(appFolder, 'host.json');
  if (!existsSync(file)) throw new Error(`${file} is missing: without it there is no function app.`);
  const parsed = hostJson.parse(JSON.parse(readFileSync(file, 'utf8')));
  return (parsed.extensions?.http?.routePrefix ?? 'api').replace(/^\/|\/$/g, '');
}
