import { bootDiagnosticsData } from '../shared/contracts/api.ts';
import { SallyportError } from '../shared/contracts/errors.ts';
import { bootLogOf } from '../shared/fleet/bootLog.ts';
import { requireTarget } from '../shared/fleet/target.ts';
import { targetShapes } from './http/armPaths.ts';
import { readQuery } from './http/parse.ts';
import { serveArm } from './http/route.ts';
import { sasQuery } from './http/sasQuery.ts';

for (const shape of targetShapes) {
  serveArm(`retrieveBootDiagnostics${shape.suffix}`, {
    methods: ['POST'],
    route: `${shape.route}/retrieveBootDiagnosticsData`,
    contract: {
      summary: 'A URL of the boot log that works for a while',
      query: sasQuery,
      answer: bootDiagnosticsData,
    },
    rights: (params) => [
      { action: `${shape.actions}/retrieveBootDiagnosticsData/action`, scope: shape.scope(params) },
    ],
    handle: async (call) => {
      const { sasUriExpirationTimeInMinutes } = readQuery(call.request, sasQuery);
      const target = await requireTarget(call.deps.fleet, shape.scope(call.params));
      const blob = bootLogOf(target);
      const expires = new Date(call.deps.now() + sasUriExpirationTimeInMinutes * 60_000);
      const url = blob === null ? undefined : await call.deps.bootDiagnostics.readUrl(blob, expires);
      if (url === undefined) throw noBootLog(target.name);
      return { jsonBody: { serialConsoleLogBlobUri: url } };
    },
  });
}

function noBootLog(name: string): SallyportError {
  return new SallyportError(
    'BootDiagnosticsDisabled',
    `There is no boot log of '${name}' yet. Enable boot diagnostics, start the machine, and retry.`,
  );
}
