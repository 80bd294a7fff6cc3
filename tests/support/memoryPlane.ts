import { randomBytes, randomUUID } from 'node:crypto';
import { type Deps, useDeps } from '../../functions/deps.ts';
import { sourceAddress } from '../../functions/http/sourceAddress.ts';
import { readFleetFile } from '../../infra/local/fleetFile.ts';
import type { Caller } from '../../shared/access/caller.ts';
import { createRateLimits } from '../../shared/access/rateLimits.ts';
import { createFloodGate } from '../../shared/audit/floodGate.ts';
import { sha256 } from '../../shared/azure/sha256.ts';
import { SallyportError } from '../../shared/contracts/errors.ts';
import { portIdOf } from '../../shared/fleet/keys.ts';
import { viewerUserId } from '../../shared/sessions/connectionEvents.ts';
import { fakeAccess } from './fakeAccess.ts';
import { fakeAudit } from './fakeAudit.ts';
import { fakeAuditOutbox } from './fakeAuditOutbox.ts';
import { fakeConsoleSwitches } from './fakeConsoleSwitches.ts';
import { fakeFleet } from './fakeFleet.ts';
import { fakeGroups } from './fakeGroups.ts';
import { fakeHeldRights } from './fakeHeldRights.ts';
import { fakeHostKeys } from './fakeHostKeys.ts';
import { fakeLeaseStore } from './fakeLeaseStore.ts';
import { fakeLocks } from './fakeLocks.ts';
import { fakeMachineOperations } from './fakeMachineOperations.ts';
import { fakeMessaging } from './fakeMessaging.ts';
import { fakeOperationStore } from './fakeOperationStore.ts';
import { fakeOperatorLock } from './fakeOperatorLock.ts';
import { fakeOutcomeStore } from './fakeOutcomeStore.ts';
import { fakePolicyStore } from './fakePolicyStore.ts';
import { fakeRelayStore } from './fakeRelayStore.ts';
import { fakeSeatStore } from './fakeSeatStore.ts';
import { fakeSessionStore } from './fakeSessionStore.ts';
import { fakeSubscriptions } from './fakeSubscriptions.ts';
import { manualClock } from './manualClock.ts';

const file = readFleetFile();
const never = 1_000_000_000;
/** However far a test moves the clock, the relay lives. */
const farOff = 1_000_000_000_000;
const relayId = 'relay-01';

/** The access key with which events of Web PubSub are signed here. */
export const memoryAccessKey = 'memory-access-key';

const stores = (now: () => number) => ({
  sessions: fakeSessionStore(),
  subscriptions: fakeSubscriptions(),
  operators: fakeOperatorLock(),
  relays: fakeRelayStore(),
  leases: fakeLeaseStore(),
  operations: fakeOperationStore(now),
  machineOperations: fakeMachineOperations(),
  outcomes: fakeOutcomeStore(),
  fleet: fakeFleet(file.fleet),
  consoleSwitches: fakeConsoleSwitches(),
  access: fakeAccess({
    roleAssignments: file.roleAssignments,
    customRoles: file.customRoles.map((role) => ({ ...role, type: 'CustomRole' })),
  }),
  policies: fakePolicyStore(),
  history: { bastions: async () => [], purge: async () => 0 },
  auditPurge: { purge: async () => 0 },
  seats: fakeSeatStore(),
  heldRights: fakeHeldRights(),
  hostKeys: fakeHostKeys(),
  locks: fakeLocks(),
  auditOutbox: fakeAuditOutbox(),
  bootDiagnostics: { readUrl: async () => 'https://blobs.example/one', version: async () => '1' },
  recordings: { list: async () => [], files: async () => [] },
  groups: fakeGroups(),
});

const limitsOf = (now: () => number) => ({
  refusals: createFloodGate({ now }),
  rates: createRateLimits({
    now,
    perMinute: { connect: never, disconnect: never, command: never, lookup: never, refusal: never },
  }),
});

const hubs = () => ({
  portal: {
    subscriberUrl: async () => 'wss://hub.example/client',
    publish: async () => undefined,
    isConnected: async () => false,
    close: async () => undefined,
  },
  messaging: Object.assign(fakeMessaging(), {
    viewerUrl: async ({ sessionId, ticket }: { sessionId: string; ticket: string }) =>
      `wss://hub.example/client?access_token=${viewerUserId(sessionId, ticket)}`,
  }),
});

/**
 * All that the app depends on, in memory, with the fleet and the rights of `fleet.json`: handlers run as they are,
 * without a host, storage or sockets. Who calls is said by the header `authorization` itself, as a user's name or
 * a relay's id. The relay `relay-01` lives, and has the lease `process.1`.
 */
export function memoryPlane() {
  const clock = manualClock();
  const audit = fakeAudit();
  const deps = {
    ...stores(clock.now),
    ...limitsOf(clock.now),
    ...hubs(),
    config: { webPubSub: `Endpoint=https://hub.example;AccessKey=${memoryAccessKey};`, origins: [] },
    leaseMs: 40_000,
    consoleRules: 'current' as const,
    audit: { ...audit, rows: async () => [] },
    readCaller: async ({ headers }: { headers: Headers }) => callerNamed(headers.get('authorization') ?? ''),
    sourceAddress: (headers: Headers) => sourceAddress(headers.get('x-forwarded-for'), 1),
    encode: (text: string) => new TextEncoder().encode(text),
    hash: sha256,
    random: (length: number) => randomBytes(length),
    newId: () => randomUUID(),
    now: clock.now,
    wait: clock.wait,
  };
  beginRelay(deps, clock.now() + farOff);
  // What no test reaches is not there: the app's own types say what is.
  useDeps(deps as unknown as Deps);
  return { clock, deps, audit: audit.rows };
}
export type MemoryPlane = ReturnType<typeof memoryPlane>;

function beginRelay(
  { relays, leases, messaging }: ReturnType<typeof stores> & ReturnType<typeof hubs>,
  until: number,
): void {
  const ports = file.fleet.targets.map(({ resourceId }) => ({
    portId: portIdOf(sha256, resourceId),
    power: 'running' as const,
    endOffset: 0,
  }));
  relays.records.set(relayId, { relayId, connectionId: 'r1', heartbeatTime: until, ports, sessions: [] });
  void leases.put({ relayId, holder: 'folder', process: 'process', fence: 1, expiresAt: until }, undefined);
  messaging.relays.add(relayId);
}

const noOne = { name: 'No one', groups: [], appRoles: [] as string[], tenantId: file.tenantId };

function callerNamed(name: string): Caller {
  const user = file.users.find(({ upn }) => upn === `${name}@contoso.example`);
  if (user !== undefined) {
    const { oid, groups, upn } = user;
    return { ...noOne, kind: 'User', principalId: oid, groups, userName: upn, name: user.name };
  }
  const relay = file.fleet.relays.find(({ relayId }) => relayId === name);
  if (relay === undefined) throw new SallyportError('AuthenticationFailed', 'Sign in.');
  return {
    ...noOne,
    kind: 'ServicePrincipal',
    principalId: relay.principalId,
    userName: name,
    appRoles: ['Sallyport.Relay'],
  };
}
