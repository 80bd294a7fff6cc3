import { z } from 'zod';
import { type CheckAccessResponse, checkAccessResponse } from '../contracts/access.ts';
import { type ConnectResponse, connectRequest, connectResponse } from '../contracts/api.ts';
import { type AuditLog, auditLog } from '../contracts/auditLog.ts';
import { type PrerequisiteList, prerequisiteList } from '../contracts/prerequisites.ts';
import { type ArmResource, armResource, type VirtualMachine, virtualMachine } from './armResources.ts';
import { createLocksApi } from './locksApi.ts';
import { createMachinesApi } from './machinesApi.ts';
import { createPoliciesApi } from './policiesApi.ts';
import { type Query, toQuery } from './query.ts';
import { createRecordingsApi } from './recordingsApi.ts';
import type { SendRequest } from './request.ts';
import { createRolesApi } from './rolesApi.ts';
import { createSessionsApi } from './sessionsApi.ts';

export type OpenConsoleRequest = z.input<typeof connectRequest>;

const networkVersion = 'api-version=2024-05-01';
const computeVersion = 'api-version=2024-07-01';
const consoleVersion = 'api-version=2018-05-01';
const accessVersion = 'api-version=2022-04-01';

/** A list that never ends is a fault of the server; a client stops asking. */
const maxPages = 50;

export type Api = ReturnType<typeof createApi>;

/** The control plane as its clients use it. Every method rejects with `ApiError` and nothing else. */
export function createApi(send: SendRequest, subscriptionId: string) {
  const compute = `/subscriptions/${subscriptionId}/providers/Microsoft.Compute`;
  const network = `/subscriptions/${subscriptionId}/providers/Microsoft.Network`;

  const listAll = <T>(item: z.ZodType<T>, path: string): Promise<T[]> => readPages(send, item, path);

  return {
    listBastions: (): Promise<ArmResource[]> =>
      listAll(armResource, `${network}/bastionHosts?${networkVersion}`),

    ...createSessionsApi(send),
    ...createMachinesApi(send),
    ...createPoliciesApi(send),
    ...createRecordingsApi(send),
    ...createLocksApi(send),
    ...createRolesApi(send),

    listAuditLogs: (bastionId: string, query: Query = {}): Promise<AuditLog> =>
      send(auditLog, `${bastionId}/auditLogs?${networkVersion}${toQuery(query)}`),

    moreAuditLogs: (nextLink: string): Promise<AuditLog> => send(auditLog, nextLink),

    listVirtualMachines: (): Promise<VirtualMachine[]> =>
      listAll(virtualMachine, `${compute}/virtualMachines?${computeVersion}&$expand=instanceView`),

    async listScaleSetInstances(): Promise<VirtualMachine[]> {
      const scaleSets = await listAll(armResource, `${compute}/virtualMachineScaleSets?${computeVersion}`);
      const lists = scaleSets.map(({ id }) =>
        listAll(virtualMachine, `${id}/virtualMachines?${computeVersion}&$expand=instanceView`),
      );
      return (await Promise.all(lists)).flat();
    },

    /** Through the bastion that is in front of the machine. Credentials are no part of it. */
    openSsh: (
      bastionId: string,
      vmId: string,
      { sessionId, resumeOffset, language }: OpenConsoleRequest,
    ): Promise<ConnectResponse> =>
      send(connectResponse, `${bastionId}/connect?${networkVersion}`, {
        method: 'POST',
        body: { targetResourceId: vmId, protocol: 'SSH', sessionId, resumeOffset, language },
      }),

    /** Which of these actions the caller, or another principal, may do there, and what decides it. */
    checkAccess: (
      scope: string,
      actions: readonly string[],
      more: {
        readonly dataActions?: readonly string[];
        readonly principalId?: string;
        readonly refresh?: boolean;
      } = {},
    ): Promise<CheckAccessResponse> =>
      send(checkAccessResponse, `${scope}/providers/Microsoft.Authorization/checkAccess?${accessVersion}`, {
        method: 'POST',
        body: { actions, ...more },
      }),

    listPrerequisites: (vmId: string): Promise<PrerequisiteList> =>
      send(
        prerequisiteList,
        `${vmId}/providers/Microsoft.SerialConsole/serialPorts/0/prerequisites?${consoleVersion}`,
      ),

    openConsole: (vmId: string, body: OpenConsoleRequest): Promise<ConnectResponse> =>
      send(
        connectResponse,
        `${vmId}/providers/Microsoft.SerialConsole/serialPorts/0/connect?${consoleVersion}`,
        { method: 'POST', body },
      ),
  };
}

async function readPages<T>(send: SendRequest, item: z.ZodType<T>, path: string): Promise<T[]> {
  const page = z.object({ value: z.array(item), nextLink: z.string().optional() });
  const items: T[] = [];
  let next: string | undefined = path;
  for (let pages = 0; next !== undefined && pages < maxPages; pages += 1) {
    const { value, nextLink }: z.infer<typeof page> = await send(page, next);
    items.push(...value);
    next = nextLink;
  }
  return items;
}
