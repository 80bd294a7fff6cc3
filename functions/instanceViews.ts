import { requireTarget } from '../shared/fleet/target.ts';
import { toInstanceView } from '../shared/fleet/toInstanceView.ts';
import { targetShapes } from './http/armPaths.ts';
import { powerOf } from './http/powerOf.ts';
import { serveArm } from './http/route.ts';

for (const shape of targetShapes) {
  serveArm(`getInstanceView${shape.suffix}`, {
    methods: ['GET'],
    route: `${shape.route}/instanceView`,
    contract: { summary: 'Whether the machine runs' },
    rights: (params) => [{ action: `${shape.actions}/instanceView/read`, scope: shape.scope(params) }],
    handle: async ({ deps, params }) => {
      const target = await requireTarget(deps.fleet, shape.scope(params));
      return { jsonBody: toInstanceView(target, await powerOf(deps, target)) };
    },
  });
}
