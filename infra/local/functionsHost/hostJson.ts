import { existsSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { z } from 'zod';

const hostJson = z.object({
  extensions: z
    .object({
      http: z
        .object({
          routePrefix: z.string().default('api'),
          /** Given to every answer that has no such header yet, also to those that no function gave. */
          customHeaders: z.record(z.string(), z.string()).default({}),
        })
        .prefault({}),
    })
    .prefault({}),
});

export type HostJson = {
  /** What stands before every route. */
  readonly routePrefix: string;
  readonly customHeaders: Readonly<Record<string, string>>;
};

export function readHostJson(appFolder: string): HostJson {
  const file = resolve(appFolder, 'host.json');
  if (!existsSync(file)) throw new Error(`${file} is missing: without it there is no function app.`);
  const { http } = hostJson.parse(JSON.parse(readFileSync(file, 'utf8'))).extensions;
  return { ...http, routePrefix: http.routePrefix.replace(/^\/|\/$/g, '') };
}
