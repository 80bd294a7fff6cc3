import type { LogOutOutcome } from '../shared/contracts/logOut.ts';
import type { MachineAnswer } from '../shared/contracts/machineOperation.ts';
import {
  type HeartbeatRequest,
  type HeartbeatResponse,
  heartbeatResponse,
  type OperationResult,
  pinnedHostKey,
  type RelayConnectResponse,
  relayConnectResponse,
  type SshEnd,
} from '../shared/contracts/relayApi.ts';
import type { HostKey } from '../shared/contracts/sshFrames.ts';
import type { TokenProvider } from './tokens.ts';

/** What the relay asks of the control plane. Each call rejects when it is not answered with success. */
export type ControlPlane = {
  connect(): Promise<RelayConnectResponse>;
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
  readonly fetch: typeof fetch;
};

/** Says the status and nothing else: bodies and URLs may hold secrets. */
class ControlPlaneFault extends Error {
  override readonly name = 'ControlPlaneFault';
  readonly status: number;

  constructor(status: number) {
    super(`The control plane answered ${status}.`);
    this.status = status;
  }
}

const sessionPath = (sessionId: string): string => `sessions/${encodeURIComponent(sessionId)}`;

const apiVersion = '2026-11-01';
const timeoutMs = 10_000;

export function createControlPlane(deps: ControlPlaneDeps): ControlPlane {
  const base = `${deps.api.replace(/\/+$/, '')}/relays/${encodeURIComponent(deps.relayId)}`;

  async function send(method: string, path: string, body: unknown): Promise<Response> {
    return deps.fetch(`${base}/${path}?api-version=${apiVersion}`, {
      method,
      headers: {
        authorization: `Bearer ${await deps.tokens.get()}`,
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      signal: AbortSignal.timeout(timeoutMs),
    });
  }

  async function call(method: string, path: string, body?: unknown): Promise<Response> {
    let response = await send(method, path, body);
    if (response.status === 401) {
      // The identity provider may have new keys.
      await response.body?.cancel();
      deps.tokens.forget();
      response = await send(method, path, body);
    }
    if (response.ok) return response;
    await response.body?.cancel();
    throw new ControlPlaneFault(response.status);
  }

  return {
    connect: async () => relayConnectResponse.parse(await (await call('POST', 'connect')).json()),
    heartbeat: async (body) => heartbeatResponse.parse(await (await call('PUT', 'heartbeat', body)).json()),
    answer: async (operationId, result) => {
      const response = await call('POST', `operations/${encodeURIComponent(operationId)}`, result);
      await response.body?.cancel();
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
      const response = await call('POST', `${sessionPath(sessionId)}/logOut`, { outcome });
      await response.body?.cancel();
    },
    async endSession(sessionId, end) {
      const response = await call('POST', `${sessionPath(sessionId)}/end`, end);
      await response.body?.cancel();
    },
  };
}
