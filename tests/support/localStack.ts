import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { StackPorts } from '../../infra/local/addresses.ts';
import type { FleetFile } from '../../infra/local/fleetFile.ts';
import { type Stack, startStack } from '../../infra/local/stack.ts';
import { requestUserToken } from '../../shared/client/requestUserToken.ts';
import { freePort } from './freePort.ts';
import { unhurried } from './unhurried.ts';

export type LocalStack = Stack & {
  readonly stateFolder: string;
  /** An access token of a user of the fleet, named without its domain. */
  token(user: string): Promise<string>;
  /** Calls the API as a user of the fleet; `path` is ARM's, without api-version. */
  call(user: string, method: string, path: string, body?: unknown): Promise<Answer>;
  /** Orders a fault of Web PubSub's consoles; resolves to the connections that it struck at once. */
  orderFault(fault: object): Promise<readonly string[]>;
  /** Takes back every fault that lasts. */
  healWebPubSub(): Promise<void>;
};
export type Answer = { readonly status: number; readonly headers: Headers; readonly body: Json };
// A test knows what it asked for, and its assertions are the check.
// oxlint-disable-next-line typescript/no-explicit-any
type Json = any;

const imageFolder = fileURLToPath(new URL('../../.sallyport/guest-image', import.meta.url));
const root = '/subscriptions/00000000-0000-4000-8000-000000000001/resourceGroups/rg-hub/providers';

/** Resource ids of the fleet file. */
export const bastionPath = `${root}/Microsoft.Network/bastionHosts/bastion-hub`;
export const vmPath = (name: string): string => `${root}/Microsoft.Compute/virtualMachines/${name}`;
export const serialPortPath = (name: string): string =>
  `${vmPath(name)}/providers/Microsoft.SerialConsole/serialPorts/0`;

/** The whole local stack on free ports with a state folder of its own, gone when disposed. */
export async function startLocalStack(options: {
  readonly guests: 'qemu' | 'simulated';
  readonly sshPorts?: Readonly<Record<string, number>>;
  readonly fleet?: FleetFile;
}): Promise<LocalStack> {
  const stateFolder = mkdtempSync(join(tmpdir(), 'sallyport-'));
  const failures: string[] = [];
  Object.assign(process.env, unhurried());
  const webPubSubAdmin = await freePort();
  const stack = await startStack({
    ports: await freePorts(),
    webPubSubAdmin,
    stateFolder,
    imageFolder,
    ...options,
    say: () => undefined,
    onFailure: (why) => failures.push(why),
  });
  return {
    ...stack,
    stateFolder,
    token: (user) => tokenOf(stack, user),
    call: (user, method, path, body) => call(stack, user, method, path, body),
    async orderFault(fault) {
      const answer = await callAdmin(webPubSubAdmin, 'POST', { hub: 'console', ...fault });
      return ((await answer.json()) as { connections?: string[] }).connections ?? [];
    },
    async healWebPubSub() {
      await callAdmin(webPubSubAdmin, 'DELETE');
    },
    async [Symbol.asyncDispose]() {
      await stack[Symbol.asyncDispose]();
      rmSync(stateFolder, { recursive: true, force: true });
      if (failures.length > 0) throw new Error(failures.join('\n'));
    },
  };
}

async function freePorts(): Promise<StackPorts> {
  const names = [
    'portal',
    'functions',
    'functionsHttps',
    'identity',
    'webPubSub',
    'blobs',
    'tables',
  ] as const;
  const ports = await Promise.all(names.map(() => freePort()));
  return Object.fromEntries(names.map((name, index) => [name, ports[index]])) as StackPorts;
}

async function callAdmin(port: number, method: 'POST' | 'DELETE', fault?: object): Promise<Response> {
  const answer = await fetch(`http://127.0.0.1:${port}/faults`, {
    method,
    headers: { 'content-type': 'application/json' },
    ...(fault === undefined ? {} : { body: JSON.stringify(fault) }),
  });
  if (!answer.ok) throw new Error(`${method} /faults: ${answer.status} ${await answer.text()}`);
  return answer;
}

const tokenOf = (stack: Stack, user: string): Promise<string> =>
  requestUserToken({ issuer: stack.addresses.identity, username: `${user}@contoso.example`, fetch });

async function call(
  stack: Stack,
  user: string,
  method: string,
  path: string,
  body?: unknown,
): Promise<Answer> {
  const token = await tokenOf(stack, user);
  const separator = path.includes('?') ? '&' : '?';
  const response = await fetch(`${stack.addresses.functions}${path}${separator}api-version=2026-11-01`, {
    method,
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  const text = await response.text();
  return {
    status: response.status,
    headers: response.headers,
    body: text === '' ? undefined : JSON.parse(text),
  };
}
