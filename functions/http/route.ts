import { app, type HttpMethod, type HttpRequest, type InvocationContext } from '@azure/functions';
import type { z } from 'zod';
import { type AccessCheck, authorizeAll } from '../../shared/access/authorize.ts';
import type { Caller } from '../../shared/access/caller.ts';
import type { RateKind } from '../../shared/access/rateLimits.ts';
import { readOnce } from '../../shared/access/readOnce.ts';
import { SallyportError } from '../../shared/contracts/errors.ts';
import { leaseHeader } from '../../shared/contracts/relayApi.ts';
import { requireLease } from '../../shared/relays/keepLease.ts';
import type { LeaseClaim } from '../../shared/relays/relayLease.ts';
import { type Deps, deps } from '../deps.ts';
import { type Answer, endpoint } from './endpoint.ts';
import { requirePace } from './pace.ts';
import { requireApiVersion, requireShortUrl } from './parse.ts';

/** Who may call a route. Every route has one; there is no default. */
export type AccessRule = 'public' | 'signature' | 'relay' | 'signedIn' | 'right';

/** What `/openapi.json` tells of a route besides its path: nothing here is enforced. */
export type Contract = {
  readonly summary: string;
  readonly query?: z.ZodObject;
  readonly body?: z.ZodType;
  readonly answer?: z.ZodType;
};

export type Route = {
  readonly route: string;
  readonly methods: readonly HttpMethod[];
  readonly access: AccessRule;
  readonly contract: Contract;
};

/** Every route that this app serves, with its rule: tests compare it with what they expect. */
export const routes = new Map<string, Route>();

type RouteOptions = Route & {
  readonly handle: (request: HttpRequest, context: InvocationContext) => Promise<Answer>;
};

export function serve(name: string, { methods, route, access, contract, handle }: RouteOptions): void {
  routes.set(name, { route, methods, access, contract });
  // A function key is not an identity: who calls is decided by the route's own rule.
  app.http(name, { methods: [...methods], route, authLevel: 'anonymous', handler: endpoint(handle) });
}

export type Params = Readonly<Record<string, string>>;
export type Call = {
  readonly request: HttpRequest;
  readonly caller: Caller;
  readonly params: Params;
  readonly deps: Deps;
};

type ArmOptions = Omit<Route, 'access'> & {
  /** For the one call that an Azure SDK makes without a version. */
  readonly withoutApiVersion?: true;
  /** The rights needed, from the parsed route alone. All of them; none = any signed-in caller. */
  readonly rights?: (params: Params) => readonly AccessCheck[];
  /** What of each person is counted, once it is known that it may. */
  readonly rate?: RateKind;
  /** What a refusal says before it names the right. */
  readonly refusal?: string;
  readonly handle: (call: Call) => Promise<Answer>;
};

/** The app role that makes an app a relay, on Sallyport's own application. */
const relayRole = 'Sallyport.Relay';

/** A route for people and their tools: who, whether they may, the api-version, and only then the rest. */
export function serveArm(
  name: string,
  { rights, rate, refusal, withoutApiVersion, handle, ...route }: ArmOptions,
): void {
  serve(name, {
    ...route,
    access: rights === undefined ? 'signedIn' : 'right',
    handle: async (request) => {
      const shared = deps();
      const wired: Deps = { ...shared, access: readOnce(shared.access) };
      const caller = await wired.readCaller(request);
      const params = request.params;
      const scope = rights?.(params)[0]?.scope ?? '';
      await auditRefusal({ deps: wired, request, caller }, scope, async () => refuseRelay(caller));
      if (rights !== undefined) await refuseAudited(wired, request, caller, rights(params), refusal);
      requireShortUrl(request);
      if (withoutApiVersion === undefined) requireApiVersion(request);
      const call = { request, caller, params, deps: wired };
      if (rate !== undefined) await requirePace(call, rate, scope);
      return await handle(call);
    },
  });
}

/** Its credential lies beside the machines: it opens a relay's own routes, and nothing by roles assigned to it. */
function refuseRelay({ appRoles, userName, principalId }: Caller): void {
  if (!appRoles.includes(relayRole)) return;
  throw new SallyportError(
    'AuthorizationFailed',
    `The client '${userName}' with object id '${principalId}' is a relay, which may call nothing but a relay's own routes.`,
  );
}

/** Throws `AuthorizationFailed` unless the caller has every right; a refusal is an audit row. */
export async function refuseAudited(
  wired: Deps,
  request: HttpRequest,
  caller: Caller,
  checks: readonly AccessCheck[],
  refusal?: string,
): Promise<void> {
  await auditRefusal({ deps: wired, request, caller }, checks[0]?.scope ?? '', async () => {
    try {
      await authorizeAll(wired, caller, checks);
    } catch (thrown) {
      const { code, message } = SallyportError.from(thrown);
      if (refusal === undefined || code !== 'AuthorizationFailed') throw thrown;
      throw new SallyportError(code, `${refusal} ${message}`);
    }
  });
}

/** What the caller is refused in `decide` is an audit row; faults of Sallyport's own are not refusals. */
export async function auditRefusal<T>(
  { deps: wired, request, caller }: Pick<Call, 'deps' | 'request' | 'caller'>,
  scope: string,
  decide: () => Promise<T>,
): Promise<T> {
  try {
    return await decide();
  } catch (thrown) {
    const { code, message, status, missing } = SallyportError.from(thrown);
    if (code === 'AuthorizationFailed') await requirePace({ deps: wired, request, caller }, 'refusal', scope);
    // Reads are refused all the time, by lists that show what one may see; only attempts to act are kept.
    const isKept = (status < 500 || code === 'RelayUnavailable') && request.method !== 'GET';
    const admitted = isKept ? wired.refusals.admit(caller.principalId) : 'drop';
    if (admitted !== 'drop') {
      await wired.audit.write({
        time: wired.now(),
        event: 'refused',
        outcome: 'Failure',
        principalId: caller.principalId,
        userName: caller.userName,
        sourceIpAddress: wired.sourceAddress(request.headers),
        scope,
        ...(missing === undefined ? {} : { action: missing.action }),
        ...sessionOf(request),
        reason: admitted === 'last' ? `${message} (More in this minute are not kept.)` : message,
      });
    }
    throw thrown;
  }
}

/** Whoever follows one session finds who tried to end it, too. */
function sessionOf({ params: { sessionId = '' } }: HttpRequest): { readonly sessionId?: string } {
  return /^[\w-]{1,64}$/.test(sessionId) ? { sessionId } : {};
}

export type RelayCall = Call & {
  readonly relayId: string;
  /** What the caller says it is; `requireLease` or `renewLease` tells whether it still is. */
  readonly claim: LeaseClaim | undefined;
};

/**
 * A route for relays: an app that holds `Sallyport.Relay`, is the very relay in the path, and has its lease. The
 * routes that give the lease or let it last look at it themselves.
 */
export function serveRelay(
  name: string,
  options: Omit<ArmOptions, 'rights' | 'handle'> & {
    readonly keepsLease?: true;
    readonly handle: (call: RelayCall) => Promise<Answer>;
  },
): void {
  serve(name, {
    ...options,
    access: 'relay',
    handle: async (request) => {
      const wired = deps();
      const caller = await wired.readCaller(request);
      const named = request.params.relayId ?? '';
      const refused = { deps: wired, request, caller };
      const known = await auditRefusal(refused, `/relays/${named}`, () => requireRelay(wired, caller, named));
      requireApiVersion(request);
      const { relayId } = known;
      const claim = readClaim(request);
      if (options.keepsLease === undefined) await requireLease(wired, { relayId, claim });
      return await options.handle({ request, caller, params: request.params, deps: wired, relayId, claim });
    },
  });
}

/** The relay of this id, if it is the caller. */
async function requireRelay(wired: Deps, caller: Caller, named: string) {
  const known = caller.appRoles.includes(relayRole) ? await wired.fleet.relay(named) : undefined;
  if (known?.principalId === caller.principalId) return known;
  throw new SallyportError(
    'AuthorizationFailed',
    `The client '${caller.userName}' with object id '${caller.principalId}' is not the relay '${named}'.`,
  );
}

function readClaim(request: HttpRequest): LeaseClaim | undefined {
  const [process, fence] = request.headers.get(leaseHeader)?.split('.') ?? [];
  return process === undefined ? undefined : { process, fence: Number(fence) };
}
