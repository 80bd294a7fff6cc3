import { z } from 'zod';
import { Observable } from '../../shared/client/observable.ts';
import type { SignIn } from './signIn.ts';

const signedOut = z.object({ kind: z.literal('signedOut') });

export type SignOutDeps = {
  readonly signIn: Pick<SignIn, 'user' | 'forget' | 'end'>;
  /** Ends what this window has open. */
  readonly closeAll: () => Promise<void>;
  /** To all other windows of this browser. */
  readonly channel: Pick<BroadcastChannel, 'postMessage'> & {
    addEventListener(type: 'message', listener: (event: { readonly data: unknown }) => void): void;
  };
  /** Away from this page, and from what it has in memory. */
  readonly leave: () => void;
};

/**
 * Signs out of every window of this browser: whoever leaves a computer that others use does not see the tab behind,
 * or the console in a window of its own.
 */
export class SignOut {
  readonly #deps: SignOutDeps;
  readonly #isUnderWay = new Observable(false);
  readonly subscribe = this.#isUnderWay.subscribe;

  constructor(deps: SignOutDeps) {
    this.#deps = deps;
    deps.channel.addEventListener('message', ({ data }) => {
      if (signedOut.safeParse(data).success && deps.signIn.user !== undefined) void this.#follow();
    });
  }

  /** From then on the page shows nothing: a browser keeps what was shown for whoever goes back. */
  get isUnderWay(): boolean {
    return this.#isUnderWay.value;
  }

  async begin(): Promise<void> {
    const { channel, closeAll, signIn, leave } = this.#deps;
    this.#isUnderWay.set(true);
    channel.postMessage({ kind: 'signedOut' });
    await closeAll().catch(() => {});
    await signIn.end().catch(leave);
  }

  /** Somebody signed out in another window, which tells the identity provider. */
  async #follow(): Promise<void> {
    const { closeAll, signIn, leave } = this.#deps;
    this.#isUnderWay.set(true);
    await closeAll().catch(() => {});
    signIn.forget();
    leave();
  }
}
