import { SallyportError } from '../../shared/contracts/errors.ts';

/** Keeps what is typed from the guest while somebody else has the line. */
export type InputHold = {
  /** Undefined while the line is free, so that a keystroke costs no turn of the event loop. */
  readonly freed: Promise<void> | undefined;
  /** Returns the release, which may be repeated. Throws `OperationInProgress` while the line is taken. */
  take(): () => void;
};

export function createInputHold(): InputHold {
  let taken: PromiseWithResolvers<void> | undefined;
  return {
    get freed() {
      return taken?.promise;
    },
    take: () => {
      if (taken !== undefined) {
        throw new SallyportError(
          'OperationInProgress',
          'Another admin command has the serial line at this moment. Retry in a few seconds.',
        );
      }
      const mine = Promise.withResolvers<void>();
      taken = mine;
      return () => {
        if (taken === mine) taken = undefined;
        mine.resolve();
      };
    },
  };
}
