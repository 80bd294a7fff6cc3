import { createHub, type Hub } from './hub.ts';

/** All hubs by lower-case name. One comes into being when it is first spoken of. */
export type Hubs = {
  get(name: string): Hub;
  /** Undefined when nobody has spoken of it yet. */
  find(name: string): Hub | undefined;
  all(): Iterable<Hub>;
};

export function createHubs(): Hubs {
  const hubs = new Map<string, Hub>();
  return {
    get(name) {
      const known = hubs.get(name);
      if (known !== undefined) return known;
      const hub = createHub(name);
      hubs.set(name, hub);
      return hub;
    },
    find: (name) => hubs.get(name),
    all: () => hubs.values(),
  };
}
