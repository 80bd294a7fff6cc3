import type { ConsolePath } from '../console/consolePath.ts';
import type { GroupEncoding } from './groupCodec.ts';
import type { GroupService } from './groupService.ts';
import { openGroup } from './openGroup.ts';

export type GroupPath = ConsolePath & {
  readonly service: GroupService;
  readonly encoding: GroupEncoding;
  readonly payloadBytes: number;
};

/** From one client to another, as a path whose echo is the message at the other end: keys are not looked at. */
export async function openGroupPath(
  service: GroupService,
  { encoding, payloadBytes }: { readonly encoding: GroupEncoding; readonly payloadBytes: number },
): Promise<GroupPath> {
  const group = await openGroup(service, { encoding, members: 1, payloadBytes });
  const path: GroupPath = {
    name: `${service.name}, ${encoding}, ${payloadBytes} B`,
    service,
    encoding,
    payloadBytes,
    processes: [service.pid],
    type: () => group.send(),
    onOutput: () => undefined,
    [Symbol.asyncDispose]: async () => group[Symbol.dispose](),
  };
  for (const member of group.members) member.on('message', (frame: Buffer) => path.onOutput(frame));
  return path;
}
