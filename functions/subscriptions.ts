import { app } from '@azure/functions';
import { readOnce } from '../shared/access/readOnce.ts';
import { type SubscribeResponse, subscribeResponse } from '../shared/contracts/liveList.ts';
import { requireBastion } from '../shared/fleet/target.ts';
import { subscribe, sweepSubscriptions } from '../shared/live/subscriptions.ts';
import { deps } from './deps.ts';
import { bastionRoute, bastionScope } from './http/armPaths.ts';
import { mayDisconnectNow, mayList } from './http/bastionSessions.ts';
import { serveArm } from './http/route.ts';

serveArm('subscribeToSessions', {
  methods: ['POST'],
  route: `${bastionRoute}/sessions/subscribe`,
  contract: {
    summary: 'A Web PubSub URL over which changes of the list are pushed',
    answer: subscribeResponse,
  },
  rights: mayList,
  rate: 'connect',
  handle: async (call) => {
    const { caller } = call;
    const { resourceId: bastionId } = await requireBastion(call.deps.fleet, bastionScope(call.params));
    const { url, group } = await subscribe(call.deps, { caller, bastionId });
    const answer: SubscribeResponse = {
      connectionString: url,
      group,
      allowedActions: (await mayDisconnectNow(call)) ? ['disconnect'] : [],
    };
    return { jsonBody: answer };
  },
});

/** A portal whose right is gone hears nothing more after the sweep that looks at it next. */
app.timer('sweepSubscriptions', {
  schedule: '5-59/10 * * * * *',
  handler: async (_timer, context) => {
    const wired = deps();
    const { ended } = await sweepSubscriptions({ ...wired, access: readOnce(wired.access) });
    if (ended > 0) context.log(`Ended ${ended} subscriptions.`);
  },
});
