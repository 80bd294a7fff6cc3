import type { IncomingMessage } from 'node:http';
import { text } from 'node:stream/consumers';
import { type FunctionsEngine, type HostLog, triggerOf } from './contract.ts';
import type { Timers } from './timers.ts';

export type AdminDeps = {
  readonly engine: FunctionsEngine;
  readonly timers: Timers;
  readonly log: HostLog;
};

/** The function's name when the path is `/admin/functions/<name>`. */
export function adminFunctionName(path: string): string | undefined {
  return /^admin\/functions\/([^/]+)\/?$/i.exec(path)?.[1];
}

/** Starts a function that is not HTTP by hand and returns the status at once: 202, before the function ran. */
export async function startByHand(deps: AdminDeps, request: IncomingMessage, name: string): Promise<number> {
  if (!isLocalProgram(request)) return 403;
  if (request.method !== 'POST') return 404;
  const loaded = deps.engine.functions.find(
    ({ metadata }) => metadata.name.toLowerCase() === name.toLowerCase(),
  );
  if (!loaded) return 404;
  const trigger = triggerOf(loaded.metadata);
  if (trigger.type.toLowerCase() === 'httptrigger') return 400;
  const input = parseInput(await text(request));
  if (input === undefined) return 400;
  if (deps.timers.has(name)) void deps.timers.runNow(name);
  else void invokeLogged(deps, loaded.id, trigger.key, input);
  return 202;
}

async function invokeLogged(deps: AdminDeps, id: string, key: string, input: string): Promise<void> {
  try {
    await deps.engine.invoke(id, { inputData: [{ name: key, data: { string: input } }] });
  } catch (error) {
    deps.log({ level: 'error', event: 'byHand', function: id, error });
  }
}

function parseInput(body: string): string | undefined {
  try {
    const { input } = JSON.parse(body === '' ? '{}' : body) as { input?: unknown };
    return typeof input === 'string' ? input : '';
  } catch {
    return undefined;
  }
}

/** A web page that the developer has open reaches loopback as well, but not without `Origin` or a foreign `Host`. */
function isLocalProgram(request: IncomingMessage): boolean {
  const { origin, host = '' } = request.headers;
  const isLoopback = /^(?:::ffff:)?127\.|^::1$/.test(request.socket.remoteAddress ?? '');
  return isLoopback && origin === undefined && /^(?:localhost|127\.0\.0\.1|\[::1\])(?::\d+)?$/i.test(host);
}
