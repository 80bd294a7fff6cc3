import { type PrerequisiteList, prerequisiteList } from '../shared/contracts/prerequisites.ts';
import { requireTarget } from '../shared/fleet/target.ts';
import { consolePrerequisites } from '../shared/prerequisites/consolePrerequisites.ts';
import { readConsoleFacts } from '../shared/prerequisites/readConsoleFacts.ts';
import { serialPortParents } from './http/armPaths.ts';
import { serveArm } from './http/route.ts';

for (const shape of serialPortParents) {
  serveArm(`getConsolePrerequisites${shape.suffix}`, {
    methods: ['GET'],
    route: `${shape.route}/providers/Microsoft.SerialConsole/serialPorts/{port:regex(^0$)}/prerequisites`,
    contract: { summary: 'What a serial console needs, and what mends it', answer: prerequisiteList },
    rights: (params) => [{ action: `${shape.actions}/read`, scope: shape.scope(params) }],
    handle: async ({ caller, deps, params }) => {
      const target = await requireTarget(deps.fleet, shape.scope(params));
      const value = consolePrerequisites(await readConsoleFacts(deps, { caller, target }));
      const ready = value.every(({ required, state }) => !required || state !== 'fail');
      const answer: PrerequisiteList = { ready, value: [...value] };
      return { jsonBody: answer };
    },
  });
}
