import { type MonitoringPrerequisites, monitoringPrerequisites } from '../contracts/network.ts';
import { type PolicyProperties, type PolicyResource, policyResource } from '../contracts/policy.ts';
import type { SendRequest } from './request.ts';

const networkVersion = 'api-version=2024-05-01';
const policyPath = (bastionId: string): string => `${bastionId}/policies/default?${networkVersion}`;

/** What a bastion asks of its sessions, and what it needs to see them. */
export function createPoliciesApi(send: SendRequest) {
  return {
    getPolicy: (bastionId: string): Promise<PolicyResource> => send(policyResource, policyPath(bastionId)),

    /** Of the policy that was read: who changed it meanwhile is not overwritten, the call is refused instead. */
    changePolicy: (
      bastionId: string,
      etag: string,
      properties: Partial<PolicyProperties>,
    ): Promise<PolicyResource> =>
      send(policyResource, policyPath(bastionId), { method: 'PATCH', body: { properties }, ifMatch: etag }),

    getMonitoringPrerequisites: (bastionId: string): Promise<MonitoringPrerequisites> =>
      send(monitoringPrerequisites, `${bastionId}/monitoringPrerequisites?${networkVersion}`),
  };
}
