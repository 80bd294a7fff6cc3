import type { ErrorCode } from '../contracts/errors.ts';
import type { Fix } from '../contracts/prerequisites.ts';
import type { StorageAccount } from '../fleet/storageAccount.ts';
import type { ConsoleFacts } from './consoleFacts.ts';

/** The same without its English, for other languages. `problem` where a rule knows several; public like `id`. */
type Told = { readonly problem?: string; readonly values?: Readonly<Record<string, string>> };
export type Failure = Told & { readonly state: 'fail'; readonly message: string; readonly fix: Fix };
/** `code` is the one that `connect` refuses with. */
export type GateFailure = Failure & { readonly code: ErrorCode };

type Look<F> = (
  facts: ConsoleFacts,
) =>
  | F
  | { readonly state: 'pass'; readonly message?: string }
  | { readonly state: 'unknown'; readonly problem: string; readonly message: string };

/** `id` is public and never renamed. */
type Named = { readonly id: string; readonly title: string };
/** While it fails no console is opened. */
export type Gate = Named & { readonly required: true; readonly look: Look<GateFailure> };
/** The console opens all the same. */
export type Hint = Named & { readonly required: false; readonly look: Look<Failure> };

export const pass = { state: 'pass' } as const;

export const shut = (code: ErrorCode, message: string, fix: Fix, told: Told = {}): GateFailure => ({
  state: 'fail',
  code,
  ...told,
  message,
  fix,
});

/** How Azure shows what its backend answered. The number is that answer's, not the one of this API. */
export const connectionError = (reason: string, code: string, text = ''): string =>
  `The serial console connection to the VM encountered an error: '${reason}' (${code})${text && ` - ${text}`}`;

/** Asks about the account, and says nothing of one that the caller has no right on. */
export const ofStorage =
  <F>(look: (account: StorageAccount, facts: ConsoleFacts) => ReturnType<Look<F>>): Look<F> =>
  (facts) => {
    if (facts.target.bootDiagnostics.storage === 'managed') {
      return { state: 'pass', message: 'The platform owns and looks after this storage.' };
    }
    if (!facts.caller.mayUseStorage && !facts.caller.mayReadStorage) {
      return {
        state: 'unknown',
        problem: 'storageNotReadable',
        message: 'You may not read the boot diagnostics storage account.',
      };
    }
    if (facts.account === undefined) {
      return {
        state: 'unknown',
        problem: 'storageNotFound',
        message: 'The storage account could not be found.',
      };
    }
    return look(facts.account, facts);
  };
