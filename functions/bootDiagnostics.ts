import { refreshScreenshot } from '../shared/console/refreshScreenshot.ts';
import { type BootDiagnosticsData, bootDiagnosticsData } from '../shared/contracts/api.ts';
import { SallyportError } from '../shared/contracts/errors.ts';
import { type BlobName, bootLogOf, screenshotOf } from '../shared/fleet/bootLog.ts';
import type { Target } from '../shared/fleet/fleet.ts';
import { portIdOf } from '../shared/fleet/keys.ts';
import { requireTarget } from '../shared/fleet/target.ts';
import { targetShapes } from './http/armPaths.ts';
import { readQuery } from './http/parse.ts';
import { type Call, serveArm } from './http/route.ts';
import { sasQuery } from './http/sasQuery.ts';

for (const shape of targetShapes) {
  serveArm(`retrieveBootDiagnostics${shape.suffix}`, {
    methods: ['POST'],
    route: `${shape.route}/retrieveBootDiagnosticsData`,
    contract: {
      summary: 'URLs of the boot log and the screenshot that work for a while',
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
      const { bootDiagnostics } = call.deps;
      const log = blob === null ? undefined : await bootDiagnostics.readUrl(blob, expires);
      if (blob === null || log === undefined) throw noBootLog(target.name);
      await auditAccess(call, target);
      await refreshNow(call, target, blob);
      const screenshot = await bootDiagnostics.readUrl(screenshotOf(blob).bmp, expires);
      const png = await bootDiagnostics.readUrl(screenshotOf(blob).png, expires);
      const answer: BootDiagnosticsData = {
        serialConsoleLogBlobUri: log,
        // A simulated machine has no display.
        ...(screenshot === undefined ? {} : { consoleScreenshotBlobUri: screenshot }),
        ...(png === undefined ? {} : { consoleScreenshotPngBlobUri: png }),
      };
      return { jsonBody: answer };
    },
  });
}

/** What a console showed may hold secrets, and the addresses work for whoever has them: who got them is written down. */
async function auditAccess({ deps, caller, request }: Call, target: Target): Promise<void> {
  await deps.audit.write({
    time: deps.now(),
    event: 'bootDiagnosticsAccess',
    outcome: 'Success',
    principalId: caller.principalId,
    userName: caller.userName,
    sourceIpAddress: deps.sourceAddress(request.headers),
    scope: target.resourceId,
  });
}

/** The PNG is the last thing that the relay stores. */
async function refreshNow({ deps }: Call, target: Target, bootLog: BlobName): Promise<void> {
  const version = (name: BlobName) => deps.bootDiagnostics.version(name);
  const portId = portIdOf(deps.hash, target.resourceId);
  const blob = screenshotOf(bootLog).png;
  await refreshScreenshot({ ...deps, version }, { relayId: target.relayId, portId, blob });
}

function noBootLog(name: string): SallyportError {
  return new SallyportError(
    'BootDiagnosticsDisabled',
    `There is no boot log of '${name}' yet. Enable boot diagnostics, start the machine, and retry.`,
  );
}
