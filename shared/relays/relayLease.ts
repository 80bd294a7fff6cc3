/**
 * The right to be a relay: at most one process has it at a time. `fence` is the number of its holder, and grows
 * with every one: what two holders wrote can be told apart for ever.
 */
export type RelayLease = {
  readonly relayId: string;
  /** The state folder: only one process at a time can have it, so a new one in there vouches for the end of the last. */
  readonly holder: string;
  readonly process: string;
  readonly fence: number;
  /** By the control plane's clock. The holder stops before it, another may begin some time after it. */
  readonly expiresAt: number;
};

/** What a relay says with each of its calls. */
export type LeaseClaim = Pick<RelayLease, 'process' | 'fence'>;

/** Keeps the last lease of each relay, for good: its fence must never be given out again. */
export type LeaseStore = {
  get(relayId: string): Promise<{ readonly value: RelayLease; readonly version: string } | undefined>;
  /** False, and nothing changed, when what is kept is no longer at `version`; undefined: nothing was kept. */
  put(lease: RelayLease, version: string | undefined): Promise<boolean>;
};
