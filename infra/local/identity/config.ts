import { z } from 'zod';

const settings = z.object({
  IDENTITY_PORT: z.coerce.number().int().min(0).max(65_535).default(7075),
  IDENTITY_STATE: z.string().min(1),
  IDENTITY_PORTAL_ORIGIN: z.url(),
  /** Another fleet file than `infra/local/fleet.json`. */
  IDENTITY_FLEET: z.string().min(1).optional(),
});

export type IdentityConfig = {
  readonly port: number;
  readonly stateFolder: string;
  readonly portalOrigin: string;
  readonly fleetFile: string | undefined;
};

export function readConfig(environment: Readonly<Record<string, string | undefined>>): IdentityConfig {
  const parsed = settings.safeParse(environment);
  if (!parsed.success) {
    const names = parsed.error.issues.map((issue) => issue.path.join('.'));
    throw new Error(`Missing or malformed settings: ${[...new Set(names)].join(', ')}.`);
  }
  const values = parsed.data;
  return {
    port: values.IDENTITY_PORT,
    stateFolder: values.IDENTITY_STATE,
    portalOrigin: new URL(values.IDENTITY_PORTAL_ORIGIN).origin,
    fleetFile: values.IDENTITY_FLEET,
  };
}
