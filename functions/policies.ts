import type { HttpRequest } from '@azure/functions';
import {
  type PolicyResource,
  patchPolicyRequest,
  policyResource,
  putPolicyRequest,
} from '../shared/contracts/policy.ts';
import { bastionKey } from '../shared/fleet/keys.ts';
import { requireBastion } from '../shared/fleet/target.ts';
import { changePolicy, etagOf } from '../shared/policies/changePolicy.ts';
import type { Policy, StoredPolicy } from '../shared/policies/ports.ts';
import { defaultPolicy } from '../shared/policies/readPolicy.ts';
import { bastionRoute, bastionScope } from './http/armPaths.ts';
import { readBody } from './http/parse.ts';
import { type Call, serveArm } from './http/route.ts';

const route = `${bastionRoute}/policies/{policyName:regex(^default$)}`;
const right = (action: string) => (params: Call['params']) => [
  { action: `Microsoft.Network/bastionHosts/${action}`, scope: bastionScope(params) },
];

serveArm('getPolicy', {
  methods: ['GET'],
  route,
  contract: { summary: 'What a bastion asks of its sessions', answer: policyResource },
  rights: right('read'),
  handle: async (call) => {
    const { resourceId } = await requireBastion(call.deps.fleet, bastionScope(call.params));
    return toAnswer(resourceId, await call.deps.policies.get(bastionKey(call.deps.hash, resourceId)));
  },
});

serveArm('putPolicy', {
  methods: ['PUT'],
  route,
  contract: {
    summary: 'Set the policy; what is left out has its default',
    body: putPolicyRequest,
    answer: policyResource,
  },
  rights: right('write'),
  handle: async (call) => {
    const { properties } = await readBody(call.request, putPolicyRequest);
    return await change(call, () => properties);
  },
});

serveArm('patchPolicy', {
  methods: ['PATCH'],
  route,
  contract: {
    summary: 'Change the policy; what is left out stays',
    body: patchPolicyRequest,
    answer: policyResource,
  },
  rights: right('write'),
  handle: async (call) => {
    const { properties } = await readBody(call.request, patchPolicyRequest);
    return await change(call, (before) => ({ ...before, ...properties }));
  },
});

async function change({ deps, caller, request, params }: Call, apply: (before: Policy) => Policy) {
  const { resourceId } = await requireBastion(deps.fleet, bastionScope(params));
  const stored = await changePolicy(deps, {
    bastionId: resourceId,
    caller,
    sourceIpAddress: deps.sourceAddress(request.headers),
    ifMatch: ifMatchOf(request),
    change: apply,
  });
  return toAnswer(resourceId, stored);
}

const ifMatchOf = (request: HttpRequest): string | undefined => request.headers.get('if-match') ?? undefined;

function toAnswer(bastionId: string, stored: StoredPolicy | undefined) {
  const etag = etagOf(stored);
  const resource: PolicyResource = {
    id: `${bastionId}/policies/default`,
    name: 'default',
    type: 'Microsoft.Network/bastionHosts/policies',
    etag,
    properties: stored?.policy ?? defaultPolicy,
  };
  return { jsonBody: resource, headers: { etag } };
}
