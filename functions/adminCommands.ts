import { z } from 'zod';
import { type ErrorCode, errorCatalog, SallyportError } from '../shared/contracts/errors.ts';
import { limits } from '../shared/contracts/limits.ts';
import {
  type AdminCommand,
  adminCommands,
  commandOutput,
  sysRqKeys,
} from '../shared/contracts/machineOperation.ts';
import { requireTarget } from '../shared/fleet/target.ts';
import { placeOf } from '../shared/locks/accessLock.ts';
import { requireUnlocked } from '../shared/locks/requireUnlocked.ts';
import { operationNotFound, settleOperation } from '../shared/machines/endOperation.ts';
import type { MachineOperation } from '../shared/machines/ports.ts';
import { startOperation } from '../shared/machines/startOperation.ts';
import { connectAction } from '../shared/prerequisites/consoleRights.ts';
import { requireConsole } from '../shared/prerequisites/requireConsole.ts';
import { serialPortParents } from './http/armPaths.ts';
import type { Answer } from './http/endpoint.ts';
import { operationAccepted } from './http/operationAccepted.ts';
import { readBody } from './http/parse.ts';
import { auditRefusal, type Call, serveArm } from './http/route.ts';

const noBody = z.object({});
const sysRqRequest = z.object({ keys: sysRqKeys });
const summaries = {
  nmi: 'Send a non-maskable interrupt. Dangerous: a guest that is set to crashes on it',
  sysrq: 'Press SysRq keys one after the other. Dangerous: b, c, e, i and o end what runs',
  break: 'Send BREAK on the serial line',
  reset: 'Press the reset button. Dangerous: what the guest has not saved is lost',
};
const pollMs = 100;

for (const shape of serialPortParents) {
  for (const command of adminCommands) {
    serveArm(`${command}SerialPort${shape.suffix}`, {
      methods: ['POST'],
      route: `${shape.route}/providers/Microsoft.SerialConsole/serialPorts/{port:regex(^0$)}/adminCommand/${command}`,
      contract: {
        summary: summaries[command],
        answer: commandOutput,
        ...(command === 'sysrq' ? { body: sysRqRequest } : {}),
      },
      rights: (params) => [
        { action: connectAction, scope: shape.scope(params) },
        ...(command === 'reset'
          ? [{ action: `${shape.actions}/restart/action`, scope: shape.scope(params) }]
          : []),
      ],
      rate: 'command',
      handle: (call) => run(call, command, shape.scope(call.params)),
    });
  }
}

/** For whoever could open the console now: the commands are ways of using it. */
async function run(call: Call, command: AdminCommand, targetResourceId: string): Promise<Answer> {
  const { deps, caller, request } = call;
  const target = await requireTarget(deps.fleet, targetResourceId);
  const keys = command === 'sysrq' ? (await readBody(request, sysRqRequest)).keys : undefined;
  if (keys === undefined) await readBody(request, noBody);
  const operation = await auditRefusal(call, target.resourceId, async () => {
    await requireUnlocked(deps, { caller, place: placeOf(target) });
    await requireConsole(deps, { caller, target });
    return await startOperation(deps, {
      caller,
      target,
      action: command,
      keys,
      sourceIpAddress: deps.sourceAddress(request.headers),
      clientRequestId: request.headers.get('x-ms-client-request-id') ?? undefined,
    });
  });
  const { status, output, error } = await whenOver(deps, operation.operationId);
  if (status === 'InProgress') return operationAccepted(request, operation, target.location);
  if (error !== undefined) throw new SallyportError(knownCode(error.code), error.message);
  return { jsonBody: output };
}

/** A relay may be newer than this. */
const knownCode = (code: string): ErrorCode =>
  Object.hasOwn(errorCatalog, code) ? (code as ErrorCode) : 'InternalError';

/** The operation once it is over, or as it is when the caller has waited long enough. */
async function whenOver(deps: Call['deps'], operationId: string): Promise<MachineOperation> {
  const deadline = deps.now() + limits.adminCommandSeconds * 1_000;
  for (;;) {
    const found = await deps.machineOperations.get(operationId);
    if (found === undefined) throw operationNotFound();
    const operation = await settleOperation(deps, found);
    if (operation.status !== 'InProgress' || deps.now() > deadline) return operation;
    await deps.wait(pollMs);
  }
}
