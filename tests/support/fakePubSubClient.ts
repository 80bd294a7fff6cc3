import type { CreatePubSubClient, PubSubHandlers } from '../../shared/client/pubSubClient.ts';

export type FakePubSubClient = {
  readonly url: string;
  readonly handlers: PubSubHandlers;
  readonly sent: { readonly group: string; readonly data: unknown }[];
  readonly events: string[];
  isStopped: boolean;
};

/** Clients that a test drives through their handlers; the newest is last in `clients`. */
export function createFakePubSub(): { clients: FakePubSubClient[]; createClient: CreatePubSubClient } {
  const clients: FakePubSubClient[] = [];
  return {
    clients,
    createClient(url, handlers) {
      let isUp = false;
      const onUp = (): void => {
        isUp = true;
        handlers.onUp();
      };
      const client: FakePubSubClient = {
        url,
        handlers: { ...handlers, onUp },
        sent: [],
        events: [],
        isStopped: false,
      };
      clients.push(client);
      return {
        send: (group, data) => void client.sent.push({ group, data }),
        async sendEvent(name) {
          if (!isUp) throw new Error('The connection is not up.');
          client.events.push(name);
        },
        stop() {
          client.isStopped = true;
        },
      };
    },
  };
}
