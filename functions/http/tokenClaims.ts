import { z } from 'zod';
import type { Caller } from '../../shared/access/caller.ts';
import { userNameOf } from './userNameOf.ts';

const text = z.string().min(1).max(1024);

/**
 * What Sallyport reads of an Entra access token, version 1.0 (`upn`, `appid`) or 2.0 (`preferred_username`, `azp`).
 * https://learn.microsoft.com/entra/identity-platform/access-token-claims-reference
 */
const tokenClaims = z.object({
  /** One text: Entra never sends a list, and a token for several audiences is a token that others hold too. */
  aud: text,
  tid: z.guid(),
  oid: z.guid(),
  sub: text,
  name: text.optional(),
  preferred_username: text.optional(),
  upn: text.optional(),
  /** Of guests in version 1.0, who have no `upn`. */
  unique_name: text.optional(),
  email: text.optional(),
  azp: text.optional(),
  appid: text.optional(),
  app_displayname: text.optional(),
  idtyp: z.string().optional(),
  /** Only access tokens have it, and only those of people. */
  scp: text.optional(),
  roles: z.array(z.string()).default([]),
  groups: z.array(z.string()).default([]),
  /** Says where to fetch `groups` when there are too many for a token. */
  _claim_names: z.record(z.string(), z.unknown()).default({}),
  hasgroups: z.union([z.boolean(), z.string()]).optional(),
});
type TokenClaims = z.infer<typeof tokenClaims>;

export type TokenCaller = {
  readonly caller: Caller;
  /** There are more groups than the token names: `caller.groups` is none of them, which is not the same as none. */
  readonly hasGroupsElsewhere: boolean;
};

/** Undefined for what is no access token of Entra's for a person or an app: an ID token, for instance. */
export function toCaller(payload: unknown): TokenCaller | undefined {
  const parsed = tokenClaims.safeParse(payload);
  if (!parsed.success) return undefined;
  const claims = parsed.data;
  const kind = kindOf(claims);
  if (kind === undefined) return undefined;
  const isUser = kind === 'User';
  const userName = isUser ? userNameOf(claims) : (claims.azp ?? claims.appid ?? claims.oid);
  const caller: Caller = {
    principalId: claims.oid.toLowerCase(),
    kind,
    tenantId: claims.tid.toLowerCase(),
    name: (isUser ? claims.name : (claims.app_displayname ?? claims.name)) ?? userName,
    userName,
    groups: claims.groups,
    // A person may be given an app's role too: what a relay may do is for relays.
    appRoles: isUser ? [] : claims.roles,
  };
  const hasGroupsElsewhere = 'groups' in claims._claim_names || claims.hasgroups !== undefined;
  return { caller, hasGroupsElsewhere };
}

/**
 * `idtyp` is an optional claim. Without it, an app's own token is known by `sub` being its object id. One that says
 * both, or something else (`device`), is neither.
 */
function kindOf({ idtyp, scp, sub, oid }: TokenClaims): Caller['kind'] | undefined {
  if (scp !== undefined) return idtyp === undefined || idtyp === 'user' ? 'User' : undefined;
  if (idtyp === 'app') return 'ServicePrincipal';
  return idtyp === undefined && sub === oid ? 'ServicePrincipal' : undefined;
}
