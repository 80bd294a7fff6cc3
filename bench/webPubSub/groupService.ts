import { once } from 'node:events';
import { WebPubSubServiceClient } from '@azure/web-pubsub';
import { WebSocket } from 'ws';
import { type GroupEncoding, groupCodecs } from './groupCodec.ts';

/** Something that clients can send to each other through. */
export type GroupService = {
  readonly name: string;
  /** The process to look at. */
  readonly pid: number;
  /** Where a client of that group connects; every client is a member but the sender. */
  clientUrl(client: GroupClient): Promise<string>;
};

type GroupClient = {
  readonly encoding: GroupEncoding;
  readonly group: string;
  readonly sends: boolean;
};

type Started = { readonly pid: number; readonly port: number };

/** The key is the emulator's default. */
const accessKey = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789ABCDEFGH';

export function emulatorService({ pid, port }: Started): GroupService {
  // Not `localhost`: looking that up would be measured too.
  const connection = `Endpoint=http://127.0.0.1:${port};AccessKey=${accessKey};Version=1.0;`;
  const client = new WebPubSubServiceClient(connection, 'bench', { allowInsecureConnection: true });
  return {
    name: 'emulator',
    pid,
    async clientUrl({ group, sends }) {
      const rights = sends ? { roles: [`webpubsub.sendToGroup.${group}`] } : { groups: [group] };
      return (await client.getClientAccessToken(rights)).url;
    },
  };
}

export const bareService = ({ pid, port }: Started): GroupService => ({
  name: 'bare ws hub',
  pid,
  clientUrl: async ({ encoding, group }) => `ws://127.0.0.1:${port}/${encoding}/${group}`,
});

/** Open, and greeted if this service greets: the next message is one of the group. */
export async function openClient(
  { name }: GroupService,
  url: string,
  encoding: GroupEncoding,
): Promise<WebSocket> {
  const { subprotocol } = groupCodecs[encoding];
  const socket = new WebSocket(url, name === 'emulator' ? [subprotocol] : [], { perMessageDeflate: false });
  const greeted = name === 'emulator' ? once(socket, 'message') : undefined;
  await once(socket, 'open');
  await greeted;
  return socket;
}
