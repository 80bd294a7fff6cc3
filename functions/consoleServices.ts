import { consoleService } from '../shared/contracts/api.ts';
import { SallyportError } from '../shared/contracts/errors.ts';
import { resourceKey } from '../shared/fleet/resourceId.ts';
import { subscriptionRoute, subscriptionScope } from './http/armPaths.ts';
import type { Answer } from './http/endpoint.ts';
import { type Call, serveArm } from './http/route.ts';
import { turnConsole } from './http/turnConsole.ts';

const service = `${subscriptionRoute}/providers/Microsoft.SerialConsole/consoleServices/{service:regex(^default$)}`;
const actions = 'Microsoft.SerialConsole/consoleServices';

serveArm('getConsoleService', {
  methods: ['GET'],
  route: service,
  contract: { summary: 'Is the serial console enabled for the subscription?', answer: consoleService },
  rights: (params) => [{ action: `${actions}/read`, scope: subscriptionScope(params) }],
  handle: (call) =>
    ofKnownSubscription(call, async () => {
      const off = await call.deps.consoleSwitches.off(call.params.subscriptionId ?? '');
      return off.has(resourceKey(subscriptionScope(call.params)));
    }),
});

for (const [action, to] of [
  ['enableConsole', 'on'],
  ['disableConsole', 'off'],
] as const) {
  serveArm(action, {
    methods: ['POST'],
    route: `${service}/${action}`,
    contract: { summary: `Turn the subscription's serial console ${to}`, answer: consoleService },
    rights: (params) => [{ action: `${actions}/${action}/action`, scope: subscriptionScope(params) }],
    handle: (call) =>
      ofKnownSubscription(call, async () => {
        await turnConsole(call, { scope: subscriptionScope(call.params), to, of: 'this subscription' });
        return to === 'off';
      }),
  });
}

/** On both levels: the wire has `properties`, and the Azure SDK reads the level above. */
async function ofKnownSubscription(call: Call, isDisabled: () => Promise<boolean>): Promise<Answer> {
  if (!(await isKnown(call))) return notFound(call.params.subscriptionId ?? '');
  const disabled = await isDisabled();
  return { jsonBody: { disabled, properties: { disabled } } };
}

async function isKnown({ deps, params }: Call): Promise<boolean> {
  const { subscriptionId = '' } = params;
  if ((await deps.fleet.subscription(subscriptionId)) !== undefined) return true;
  const within = `${resourceKey(subscriptionScope(params))}/`;
  return (await deps.fleet.targets()).some(({ resourceId }) => resourceKey(resourceId).startsWith(within));
}

/** As Azure answers here, without `error` around it: the Azure SDK hands the body to its user as it is. */
function notFound(subscriptionId: string): Answer {
  const { code, message, status } = new SallyportError(
    'SubscriptionNotFound',
    `The subscription '${subscriptionId}' could not be found.`,
  );
  return { status, jsonBody: { code, message }, headers: { 'x-ms-error-code': code } };
}

const operations = [
  ['read', 'Get console service', 'Read whether the serial console is disabled for a subscription'],
  ['disableConsole/action', 'Disable console service', 'Disable the serial console for a subscription'],
  ['enableConsole/action', 'Enable console service', 'Enable the serial console for a subscription'],
].map(([name, operation, description]) => ({
  name: `${actions}/${name}`,
  // A text, as Azure has it.
  isDataAction: 'false',
  display: { provider: 'Microsoft.SerialConsole', resource: 'consoleServices', operation, description },
}));

serveArm('listSerialConsoleOperations', {
  methods: ['GET'],
  route: 'providers/Microsoft.SerialConsole/operations',
  contract: { summary: 'What can be done to the console service' },
  handle: async () => ({ jsonBody: { value: operations } }),
});
