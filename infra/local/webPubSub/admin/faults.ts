import { z } from 'zod';

/** Which connections a fault is for; absent fields match everything. */
const target = {
  hub: z.string().toLowerCase().optional(),
  connectionId: z.string().optional(),
  userId: z.string().optional(),
};
const count = z.int().min(1).optional();
const direction = z.enum(['toClient', 'toService']);
const errorStatus = z.int().min(400).max(599);

/** Faults that last until removed or used up (`count`). */
export const lastingFault = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('stall'), direction: direction.default('toClient'), ...target }),
  z.strictObject({ kind: z.literal('delay'), direction, ms: z.int().min(1).max(600_000), ...target }),
  z.strictObject({ kind: z.literal('loseAcks'), count, ...target }),
  z.strictObject({
    kind: z.literal('refuseUpgrade'),
    status: errorStatus.default(502),
    on: z.enum(['connect', 'recovery', 'both']).default('both'),
    count,
    hub: target.hub,
  }),
  z.strictObject({ kind: z.literal('failRecovery'), count, ...target }),
  z.strictObject({ kind: z.literal('failRest'), status: errorStatus.default(503), count, hub: target.hub }),
]);
type LastingFault = z.output<typeof lastingFault>;
export const instantFault = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('drop'), ...target }),
  z.strictObject({ kind: z.literal('unrecoverable'), ...target }),
  z.strictObject({ kind: z.literal('reload'), message: z.string().default('Service reload'), ...target }),
  z.strictObject({ kind: z.literal('expire'), ...target }),
]);
export type InstantFault = z.output<typeof instantFault>;

export type LinkLabel = {
  readonly hub: string;
  readonly connectionId: string;
  readonly userId: string | undefined;
};
type Direction = z.output<typeof direction>;
type ActiveFault = LastingFault & { readonly id: number };
type Target = { hub?: string | undefined; connectionId?: string | undefined; userId?: string | undefined };

/** The faults that were ordered. Whoever could suffer one asks here; while `active` is false nobody needs to. */
export type Faults = {
  readonly active: boolean;
  /** Milliseconds by which frames of this link are held back; infinite when it is stalled. */
  delayOf(link: LinkLabel, direction: Direction): number;
  losesAck(link: LinkLabel): boolean;
  failsRecovery(link: LinkLabel): boolean;
  upgradeRefusal(hub: string, on: 'connect' | 'recovery'): number | undefined;
  restFailure(hub: string): number | undefined;
  /** Returns the function that ends the subscription. */
  onChange(listener: () => void): () => void;
  add(fault: LastingFault): ActiveFault;
  /** Removes one fault, or all. False when there is none of that id. */
  remove(id?: number): boolean;
  list(): readonly ActiveFault[];
};

export function isAimedAt({ hub, connectionId, userId }: Target, link: LinkLabel): boolean {
  return (
    (hub === undefined || hub === link.hub) &&
    (connectionId === undefined || connectionId === link.connectionId) &&
    (userId === undefined || userId === link.userId)
  );
}

export function createFaults(): Faults {
  const active = new Map<number, ActiveFault>();
  const listeners = new Set<() => void>();
  let lastId = 0;

  const changed = (): void => {
    for (const listener of listeners) listener();
  };
  /** The first fault of this kind that matches; a counted one is used once. */
  const use = <K extends LastingFault['kind']>(
    kind: K,
    matches: (fault: ActiveFault & { kind: K }) => boolean,
  ): (ActiveFault & { kind: K }) | undefined => {
    for (const fault of active.values()) {
      if (!isKind(fault, kind) || !matches(fault)) continue;
      if ('count' in fault && fault.count !== undefined) {
        if (fault.count === 1) active.delete(fault.id);
        else active.set(fault.id, { ...fault, count: fault.count - 1 });
      }
      return fault;
    }
    return undefined;
  };
  return {
    get active() {
      return active.size > 0;
    },
    delayOf(link, direction) {
      const isHere = (fault: Target & { direction: Direction }) =>
        fault.direction === direction && isAimedAt(fault, link);
      if (use('stall', isHere) !== undefined) return Number.POSITIVE_INFINITY;
      return use('delay', isHere)?.ms ?? 0;
    },
    losesAck: (link) => use('loseAcks', (fault) => isAimedAt(fault, link)) !== undefined,
    failsRecovery: (link) => use('failRecovery', (fault) => isAimedAt(fault, link)) !== undefined,
    upgradeRefusal: (hub, on) =>
      use('refuseUpgrade', (fault) => isForHub(fault, hub) && (fault.on === 'both' || fault.on === on))
        ?.status,
    restFailure: (hub) => use('failRest', (fault) => isForHub(fault, hub))?.status,
    onChange(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    add(fault) {
      const added = { ...fault, id: ++lastId };
      active.set(added.id, added);
      changed();
      return added;
    },
    remove(id) {
      const removed = id === undefined || active.delete(id);
      if (id === undefined) active.clear();
      changed();
      return removed;
    },
    list: () => [...active.values()],
  };
}

const isForHub = (fault: Target, hub: string): boolean => fault.hub === undefined || fault.hub === hub;

function isKind<K extends LastingFault['kind']>(
  fault: ActiveFault,
  kind: K,
): fault is ActiveFault & { kind: K } {
  return fault.kind === kind;
}
