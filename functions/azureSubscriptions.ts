import { SallyportError } from '../shared/contracts/errors.ts';
import {
  type SubscriptionResource,
  subscriptionList,
  subscriptionResource,
} from '../shared/contracts/subscription.ts';
import { parseResourceId, sameResource } from '../shared/fleet/resourceId.ts';
import type { Deps } from './deps.ts';
import { subscriptionRoute, subscriptionScope } from './http/armPaths.ts';
import { requireVisible, visible } from './http/readable.ts';
import { serveArm } from './http/route.ts';

const action = 'Microsoft.Resources/subscriptions/read';

serveArm('listAzureSubscriptions', {
  methods: ['GET'],
  route: 'subscriptions',
  contract: {
    summary: 'The subscriptions of the fleet in which the caller has any role, with their names',
    answer: subscriptionList,
  },
  handle: async (call) => {
    const scopes = (await knownSubscriptions(call.deps)).map((id) => `/subscriptions/${id}`);
    const shown = await visible(call, scopes, action);
    return { jsonBody: { value: await Promise.all(shown.map((scope) => describe(call.deps, scope))) } };
  },
});

serveArm('getAzureSubscription', {
  methods: ['GET'],
  route: subscriptionRoute,
  contract: { summary: 'One subscription, by name', answer: subscriptionResource },
  handle: async (call) => {
    const scope = subscriptionScope(call.params);
    await requireVisible(call, scope, action);
    const known = await knownSubscriptions(call.deps);
    if (!known.some((id) => sameResource(`/subscriptions/${id}`, scope))) throw notFound();
    return { jsonBody: await describe(call.deps, scope) };
  },
});

async function knownSubscriptions({ fleet }: Pick<Deps, 'fleet'>): Promise<readonly string[]> {
  const [bastions, targets] = await Promise.all([fleet.bastions(), fleet.targets()]);
  const ids = [...bastions, ...targets].map(({ resourceId }) => parseResourceId(resourceId).subscriptionId);
  return [...new Set(ids.map((id) => id.toLowerCase()))];
}

/** One of which the fleet says nothing is called by its id, and is taken for enabled. */
async function describe({ fleet }: Pick<Deps, 'fleet'>, scope: string): Promise<SubscriptionResource> {
  const subscriptionId = scope.split('/').at(-1) ?? '';
  const { displayName = subscriptionId, state = 'Enabled' } =
    (await fleet.subscription(subscriptionId)) ?? {};
  return { id: `/subscriptions/${subscriptionId}`, subscriptionId, displayName, state };
}

const notFound = (): SallyportError =>
  new SallyportError('ResourceNotFound', 'No machine and no bastion of the fleet is in this subscription.', {
    target: 'subscriptionId',
  });
