import type { WebSocket } from 'ws';
import { type GroupEncoding, groupCodecs } from './groupCodec.ts';
import { type GroupService, openClient } from './groupService.ts';

export type Group = Disposable & {
  readonly members: readonly WebSocket[];
  /** Always the same bytes, encoded once: it is not the client that is measured. */
  readonly send: () => void;
  /** What every member gets for that, to the byte. */
  readonly expected: Buffer;
};

export type GroupOptions = {
  readonly encoding: GroupEncoding;
  readonly members: number;
  readonly payloadBytes: number;
};

/** So many connect at a time. */
const batch = 100;

let groups = 0;

/** A new group: its members, and a sender on a socket of its own. */
export async function openGroup(service: GroupService, options: GroupOptions): Promise<Group> {
  const { encoding, payloadBytes } = options;
  groups += 1;
  const group = `group${groups}`;
  const memberUrl = await service.clientUrl({ encoding, group, sends: false });
  const members: WebSocket[] = [];
  while (members.length < options.members) {
    const count = Math.min(batch, options.members - members.length);
    const open = Array.from({ length: count }, () => openClient(service, memberUrl, encoding));
    members.push(...(await Promise.all(open)));
  }
  const senderUrl = await service.clientUrl({ encoding, group, sends: true });
  const sender = await openClient(service, senderUrl, encoding);
  const { binary, encodeSend, forward } = groupCodecs[encoding];
  const frame = encodeSend(group, Buffer.alloc(payloadBytes, 'sallyport'));
  return {
    members,
    expected: forward(frame),
    send: () => sender.send(frame, { binary }),
    [Symbol.dispose]() {
      for (const socket of [sender, ...members]) socket.terminate();
    },
  };
}
