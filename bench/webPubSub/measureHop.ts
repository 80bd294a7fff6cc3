import { measureEcho, warmUpEcho } from '../console/measureEcho.ts';
import { groupEncodings } from './groupCodec.ts';
import { openGroupPath } from './groupPath.ts';
import type { GroupService } from './groupService.ts';
import type { HopPair } from './webPubSubTables.ts';

const payloads = [16, 1_024];
const pace = { samples: 500, pauseMs: 2 };

/** One message at a time from one client to another, on all paths by turns. */
export async function measureHop(services: readonly GroupService[]): Promise<readonly HopPair[]> {
  await using opened = new AsyncDisposableStack();
  const pairs = await Promise.all(
    payloads.flatMap((payloadBytes) =>
      groupEncodings.map((encoding) =>
        Promise.all(services.map((service) => openGroupPath(service, { encoding, payloadBytes }))),
      ),
    ),
  );
  const paths = pairs.flat();
  for (const path of paths) opened.use(path);
  await warmUpEcho(paths);
  const results = await measureEcho(paths, pace);
  return pairs.map((pair) =>
    pair.flatMap((path) => {
      const result = results.find(({ name }) => name === path.name);
      return result === undefined ? [] : [{ path, result }];
    }),
  );
}
