import { Observable } from '../../shared/client/observable.ts';
import type { PowerAction } from '../../shared/contracts/machineOperation.ts';

export type PowerOrder = {
  readonly vmId: string;
  readonly action: Exclude<PowerAction, 'reset'>;
  /** Without asking the guest. */
  readonly skipShutdown?: boolean;
};

/** What became of an order. A failed one stays until it is dismissed or another is given. */
export type Work = PowerOrder & { readonly startTime: number } & (
    | { readonly status: 'running' | 'done' }
    | { readonly status: 'failed'; readonly error: unknown }
  );

export type MachineWorkDeps = {
  /** Resolves when it is done. */
  readonly changePower: (vmId: string, action: PowerOrder['action'], skipShutdown?: boolean) => Promise<void>;
  readonly now: () => number;
};

/** The power operations that this page has begun: long ones, several at once, one for each machine. */
export class MachineWork {
  readonly #deps: MachineWorkDeps;
  readonly #works = new Observable<readonly Work[]>([]);
  readonly subscribe = this.#works.subscribe;

  constructor(deps: MachineWorkDeps) {
    this.#deps = deps;
  }

  /** Newest last; a new list for every change. */
  get works(): readonly Work[] {
    return this.#works.value;
  }

  /** Resolves to whether it was done. A later order for the same machine takes this one's place. */
  async begin(order: PowerOrder): Promise<boolean> {
    const work: Work = { ...order, startTime: this.#deps.now(), status: 'running' };
    this.#works.set([...this.#without(order.vmId), work]);
    try {
      await this.#deps.changePower(order.vmId, order.action, order.skipShutdown);
      this.#replace(work, { ...work, status: 'done' });
      return true;
    } catch (error) {
      this.#replace(work, { ...work, status: 'failed', error });
      return false;
    }
  }

  dismiss(vmId: string): void {
    this.#works.set(this.#without(vmId));
  }

  #without(vmId: string): readonly Work[] {
    return this.works.filter((work) => work.vmId !== vmId);
  }

  #replace(work: Work, by: Work): void {
    this.#works.set(this.works.map((one) => (one === work ? by : one)));
  }
}
