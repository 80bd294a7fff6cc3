import { randomBytes, randomUUID } from 'node:crypto';
import { setTimeout as wait } from 'node:timers/promises';
import { cacheGroups } from '../shared/access/cacheGroups.ts';
import type { GroupReader } from '../shared/access/groups.ts';
import { createRateLimits } from '../shared/access/rateLimits.ts';
import { createFloodGate } from '../shared/audit/floodGate.ts';
import type { AuditBatch } from '../shared/audit/ports.ts';
import { createAccessWriter } from '../shared/azure/accessWriter.ts';
import { createAppendBlob } from '../shared/azure/appendBlob.ts';
import { createAuditOutbox } from '../shared/azure/auditOutbox.ts';
import { createAuditPurge } from '../shared/azure/auditPurge.ts';
import { createAuditTable } from '../shared/azure/auditTable.ts';
import { openBlobService } from '../shared/azure/blobService.ts';
import { createBootDiagnostics } from '../shared/azure/bootDiagnostics.ts';
import { createConsoleSwitchTable } from '../shared/azure/consoleSwitchTable.ts';
import { azureCredential } from '../shared/azure/credentials.ts';
import { createFleetTable } from '../shared/azure/fleetTable.ts';
import { createGraphGroups } from '../shared/azure/graphGroups.ts';
import { createGroupTable } from '../shared/azure/groupTable.ts';
import { createHeldRightsTable } from '../shared/azure/heldRightsTable.ts';
import { createHistoryPurge } from '../shared/azure/historyTable.ts';
import { createHostKeyTable } from '../shared/azure/hostKeyTable.ts';
import { createLeaseTable } from '../shared/azure/leaseTable.ts';
import { createLockTable } from '../shared/azure/lockTable.ts';
import { createMachineOperationTable } from '../shared/azure/machineOperationTable.ts';
import { createOperatorTable } from '../shared/azure/operatorTable.ts';
import { createOutcomeTable } from '../shared/azure/outcomeTable.ts';
import { createPolicyTable } from '../shared/azure/policyTable.ts';
import { createPortalMessaging } from '../shared/azure/portalMessaging.ts';
import { createRecordingArchive } from '../shared/azure/recordingArchive.ts';
import { createOperationTable, createRelayTable } from '../shared/azure/relayTable.ts';
import { createSeatTable } from '../shared/azure/seatTable.ts';
import { createSessionTable } from '../shared/azure/sessionTable.ts';
import { sha256 } from '../shared/azure/sha256.ts';
import { createSubscriptionTable } from '../shared/azure/subscriptionTable.ts';
import { openTables, type Tables } from '../shared/azure/tables.ts';
import { createMessaging } from '../shared/azure/webPubSub.ts';
import { createSteadyClock } from '../shared/clock/steadyClock.ts';
import { announceSessions } from '../shared/live/announceSessions.ts';
import { createSessionFeed } from '../shared/live/createSessionFeed.ts';
import type { PortalMessaging, SessionFeed } from '../shared/live/ports.ts';
import { type Config, readConfig } from './config.ts';
import { createAppServiceCaller } from './http/appServiceCaller.ts';
import { createCallerReader } from './http/caller.ts';
import { expandIssuers } from './http/expandIssuers.ts';
import { createRequestCaller, type RequestCaller } from './http/requestCaller.ts';
import { sourceAddress } from './http/sourceAddress.ts';
import { openAccess } from './openAccess.ts';

/** The real objects, wired once per worker. */
export type Deps = ReturnType<typeof wire>;

let wired: Deps | undefined;

/** Built on first use: a worker may get its settings after it has loaded the app. */
export function deps(): Deps {
  wired ??= wire(readConfig(process.env));
  return wired;
}

/** Instead of the real ones, before the first call: so a whole app runs over a world in memory. */
export function useDeps(instead: Deps): void {
  wired = instead;
}

function wire(config: Config) {
  const clock = createSteadyClock({ wallMs: Date.now, monotonicMs: () => performance.now() });
  const { now } = clock;
  const tables = openTables(config.tables, config.tablesTimeoutSeconds, clock);
  const blobs = openBlobService(config.blobs);
  const newId = (): string => randomUUID();
  const fleet = createFleetTable(tables.fleet);
  const groups = cacheGroups({ groups: openGroups(config, tables), now });
  const portal = createPortalMessaging(config.webPubSub);
  return {
    config,
    ...openStores(tables),
    sessions: announceSessions(createSessionTable(tables), openFeed({ portal, now }, newId())),
    portal,
    leaseMs: config.relayLeaseMs,
    fleet,
    consoleRules: config.consoleRules,
    access: openAccess({ config, tables, fleet, now, wait: sleep }),
    accessWriter: config.access === 'tables' ? createAccessWriter(tables.access) : undefined,
    audit: createAuditTable(tables.audit, {
      newId,
      onFault: (fault) => console.error('The audit log could not be written.', fault),
    }),
    openAuditBlob: (blob: AuditBatch['blob']) => createAppendBlob(config.blobs, { account: '', ...blob }),
    refusals: createFloodGate({ now }),
    rates: createRateLimits({ now, perMinute: config.perMinute }),
    messaging: createMessaging(config.webPubSub),
    bootDiagnostics: createBootDiagnostics(blobs),
    recordings: createRecordingArchive(blobs),
    groups,
    readCaller: openCaller(config, groups, now),
    sourceAddress: (headers: { get(name: string): string | null }): string =>
      sourceAddress(headers.get('x-forwarded-for'), config.trustedProxies),
    encode: (text: string): Uint8Array => new TextEncoder().encode(text),
    hash: sha256,
    random: (length: number): Uint8Array => randomBytes(length),
    newId,
    now,
    wait: sleep,
  };
}

const sleep = (milliseconds: number): Promise<void> => wait(milliseconds);

type FeedDeps = { readonly portal: PortalMessaging; readonly now: () => number };

const openFeed = (feed: FeedDeps, publisher: string): SessionFeed =>
  createSessionFeed({
    ...feed,
    hash: sha256,
    publisher,
    onFault: (fault) => console.warn('Portals were not told of a change.', fault),
  });

/** The tables that nothing else is needed for. */
function openStores(tables: Tables) {
  return {
    subscriptions: createSubscriptionTable(tables.subscriptions),
    operators: createOperatorTable(tables.operators),
    relays: createRelayTable(tables.relays),
    leases: createLeaseTable(tables.relays),
    operations: createOperationTable(tables.operations),
    machineOperations: createMachineOperationTable(tables.machineOperations, {
      onFault: (fault) => console.error('An operation on a machine cannot be read.', fault),
    }),
    outcomes: createOutcomeTable(tables.outcomes),
    consoleSwitches: createConsoleSwitchTable(tables.consoleSwitches),
    policies: createPolicyTable(tables.policies),
    history: createHistoryPurge(tables.history),
    auditPurge: createAuditPurge(tables.audit),
    seats: createSeatTable(tables.seats),
    heldRights: createHeldRightsTable(tables.rights),
    hostKeys: createHostKeyTable(tables.hostKeys),
    locks: createLockTable(tables.locks),
    auditOutbox: createAuditOutbox(tables.audit),
  };
}

function openCaller(config: Config, groups: GroupReader, now: () => number): RequestCaller {
  const token = createCallerReader({ ...config, groups, now });
  if (!config.appServiceAuth) return createRequestCaller({ token });
  const { audiences, origins } = config;
  const appService = createAppServiceCaller({ issuers: expandIssuers(config), audiences, origins, groups });
  return createRequestCaller({ token, appService });
}

function openGroups({ graphUrl }: Config, tables: Tables): GroupReader {
  if (graphUrl === '') return createGroupTable(tables.groups);
  const { origin } = new URL(graphUrl);
  const token = async (): Promise<string> => {
    const answer = await azureCredential().getToken(`${origin}/.default`);
    if (answer === null) throw new Error('There is no token for the directory.');
    return answer.token;
  };
  return createGraphGroups({ url: origin, token });
}
