import type { LogOutOutcome } from '../shared/contracts/logOut.ts';
import type { MachineAnswer } from '../shared/contracts/machineOperation.ts';
import {
  grantedLease,
  type HeartbeatRequest,
  type HeartbeatResponse,
  heartbeatResponse,
  leaseHeader,
  type OperationResult,
  pinnedHostKey,
  type RelayConnectResponse,
  relayConnectResponse,
  type SshEnd,
} from '../shared/contracts/relayApi.ts';
import type { HostKey } from '../shared/contracts/sshFrames.ts';
import type { Fetch, FetchAnswer } from './httpFetch.ts';
import type { Lease } from './lease/lease.ts';
import type { TokenProvider } from './tokens.ts';

/** What the relay asks of the control plane. Each call rejects when it is not answered with success. */
export type ControlPlane = {
  /** To be the relay, or to go on with it: every other call is made with the lease that this gives. */
  takeLease(): Promise<void>;
  /** Whoever waits for the lease may have it at once. */
  releaseLease(): Promise<void>;
  connect(): Promise<RelayConnectResponse>;
  /** Lets the lease last, too. */
  heartbeat(body: HeartbeatRequest): Promise<HeartbeatResponse>;
  answer(operationId: string, result: OperationResult | MachineAnswer): Promise<void>;
  /** The key pinned for the target of an SSH session. */
  hostKey(sessionId: string): Promise<HostKey | undefined>;
  /** Resolves to the key that is pinned afterwards. */
  pinHostKey(sessionId: string, key: HostKey): Promise<HostKey>;
  endSession(sessionId: string, end: SshEnd): Promise<void>;
  /** How a guest's shell was left after its operator. */
  reportLogOut(sessionId: string, outcome: LogOutOutcome): Promise<void>;
};

export type ControlPlaneDeps = {
  readonly api: string;
  readonly relayId: string;
  readonly tokens: TokenProvider;
  readonly lease: Lease;
  readonly fetch: Fetch;
};

/** Says status and code and nothing else: bodies and URLs may hold secrets. */
class ControlPlaneFault extends Error {
  override readonly name = 'ControlPlaneFault';
  readonly status: number;
  readonly code: string | undefined;

  constructor({ status, headers }: FetchAnswer) {
    super(`The control plane answered ${status}.`);
    this.status = status;
    this.code = headers.get('x-ms-error-code') ?? undefined;
  }
}

/** Another process is the relay: this one must not act any more. */
export const isLeaseGone = (fault: unknown): boolean =>
  fault instanceof ControlPlaneFault && (fault.code === 'RelayLeaseHeld' || fault.code === 'RelayLeaseLost');

const sessionPath = (sessionId: string): string => `sessions/${encodeURIComponent(sessionId)}`;

const apiVersion = '2026-11-01';
const timeoutMs = 10_000;

export function createControlPlane(deps: ControlPlaneDeps): ControlPlane {
  const { lease } = deps;
  const base = `${deps.api.replace(/\/+$/, '')}/relays/${encodeURIComponent(deps.relayId)}`;

  async function send(method: string, path: string, body: unknown): Promise<FetchAnswer> {
    return deps.fetch(`${base}/${path}?api-version=${apiVersion}`, {
      method,
      headers: {
        authorization: `Bearer ${await deps.tokens.get()}`,
        ...(lease.claim === undefined ? {} : { [leaseHeader]: lease.claim }),
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      signal: AbortSignal.timeout(timeoutMs),
    });
  }

  async function call(method: string, path: string, body?: unknown): Promise<FetchAnswer> {
    let response = await send(method, path, body);
    if (response.status === 401) {
      // The identity provider may have new keys.
      deps.tokens.forget();
      response = await send(method, path, body);
    }
    if (response.ok) return response;
    throw new ControlPlaneFault(response);
  }

  return {
    ...leaseCalls(call, lease),
    connect: async () => relayConnectResponse.parse(await (await call('POST', 'connect')).json()),
    answer: async (operationId, result) => {
      await call('POST', `operations/${encodeURIComponent(operationId)}`, result);
    },
    async hostKey(sessionId) {
      const response = await call('GET', `${sessionPath(sessionId)}/hostKey`);
      return pinnedHostKey.parse(await response.json()).hostKey ?? undefined;
    },
    async pinHostKey(sessionId, key) {
      const response = await call('PUT', `${sessionPath(sessionId)}/hostKey`, key);
      return pinnedHostKey.parse(await response.json()).hostKey ?? key;
    },
    async reportLogOut(sessionId, outcome) {
      await call('POST', `${sessionPath(sessionId)}/logOut`, { outcome });
    },
    async endSession(sessionId, end) {
      await call('POST', `${sessionPath(sessionId)}/end`, end);
    },
  };
}

type Call = (method: string, path: string, body?: unknown) => Promise<FetchAnswer>;

function leaseCalls(
  call: Call,
  lease: Lease,
): Pick<ControlPlane, 'takeLease' | 'releaseLease' | 'heartbeat'> {
  return {
    async takeLease() {
      const asked = lease.moment();
      const response = await call('PUT', 'lease', lease.request);
      lease.grant(grantedLease.parse(await response.json()), asked);
    },
    async releaseLease() {
      await call('DELETE', 'lease');
    },
    async heartbeat(body) {
      const asked = lease.moment();
      const response = await call('PUT', 'heartbeat', body);
      const answer = heartbeatResponse.parse(await response.json());
      lease.grant(answer.lease, asked);
      return answer;
    },
  };
}
