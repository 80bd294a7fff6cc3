import type { Caller } from '../../shared/access/caller.ts';
import type { Target } from '../../shared/fleet/fleet.ts';
import { bastionKey, type Hash, portIdOf } from '../../shared/fleet/keys.ts';
import type { ListedSession, Session } from '../../shared/sessions/session.ts';
import { newSessionId } from '../../shared/sessions/sessionId.ts';
import { resourceGroup, vm } from './accessFacts.ts';

/** Builders for tests about sessions: a whole value, with what the test is about put on top. */
export const bastion = `${resourceGroup}/providers/Microsoft.Network/bastionHosts/bastion-hub`;

/** Not SHA-256, but hex, long enough and different for different texts. */
export const hash: Hash = (text) => {
  let value = 0xcbf29ce484222325n;
  for (const char of text)
    value = BigInt.asUintN(64, (value ^ BigInt(char.codePointAt(0) ?? 0)) * 0x100000001b3n);
  return value.toString(16).padStart(16, '0').repeat(4);
};

export const aCaller = (over: Partial<Caller> = {}): Caller => ({
  principalId: '20000000-0000-4000-8000-0000000000aa',
  kind: 'User',
  tenantId: '70000000-0000-4000-8000-000000000001',
  name: 'Alice',
  userName: 'alice@contoso.example',
  groups: [],
  appRoles: [],
  ...over,
});

export const aTarget = (over: Partial<Target> = {}): Target => ({
  resourceId: vm,
  name: 'vm-web-01',
  vmId: '10000000-0000-4000-8000-000000000001',
  location: 'westeurope',
  osType: 'Linux',
  computerName: 'web01',
  privateIpAddress: '10.0.0.11',
  networkInterfaceId: `${resourceGroup}/providers/Microsoft.Network/networkInterfaces/nic-vm-web-01`,
  bastionId: bastion,
  relayId: 'relay-01',
  logOutOnLeave: false,
  bootDiagnostics: {
    enabled: true,
    storageAccountId: `${resourceGroup}/providers/Microsoft.Storage/storageAccounts/sthubdiag`,
    storage: 'custom',
  },
  deploymentModel: 'ResourceManager',
  provisioningState: 'Succeeded',
  passwordUser: 'unknown',
  scaleSet: { latestModelApplied: true, modelBootDiagnostics: true },
  lock: 'None',
  ...over,
});

export const start = Date.UTC(2026, 10, 1, 12);

let serial = 0;

/** A session id that no other test of this process has. Later calls sort first, as later sessions do. */
export function aSessionId(bastionId = bastion, hashWith: Hash = hash): string {
  serial += 1;
  const random = new Uint8Array(10);
  new DataView(random.buffer).setUint32(0, serial);
  return newSessionId({ now: start + serial, random, bastionKey: bastionKey(hashWith, bastionId) });
}

/** An active session of Alice on vm-web-01 that connection `c1` holds. */
export function aSession(over: Partial<Session> = {}): Session {
  const target = aTarget();
  return {
    sessionId: aSessionId(over.bastionId),
    bastionId: bastion,
    targetResourceId: target.resourceId,
    targetHostName: target.computerName,
    targetIpAddress: target.privateIpAddress,
    protocol: 'Serial',
    mode: 'operator',
    tookOverFrom: undefined,
    isHandingOver: undefined,
    state: 'Active',
    portId: portIdOf(hash, target.resourceId),
    relayId: target.relayId,
    principalId: aCaller().principalId,
    userName: aCaller().name,
    userEmail: aCaller().userName,
    sourceIpAddress: '203.0.113.7',
    language: 'en',
    startTime: start,
    lastActivityTime: start,
    ticketHash: undefined,
    connectionId: 'c1',
    resumeOffset: null,
    dueAt: start + 30_000,
    endTime: undefined,
    endReason: undefined,
    endedBy: undefined,
    endMessage: undefined,
    ...over,
  };
}

/** What a list reads of a session. */
export function listedOf(session: Session): ListedSession {
  const {
    bastionId: _1,
    tookOverFrom: _2,
    isHandingOver: _3,
    portId: _4,
    language: _5,
    ...members
  } = session;
  const { ticketHash: _6, connectionId: _7, resumeOffset: _8, warnedOf: _9, ...rest } = members;
  const { warnedUntil: _10, countedBy: _11, dueAt: _12, ...listed } = rest;
  return listed;
}
