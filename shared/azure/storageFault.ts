import { RestError } from '@azure/data-tables';
import { SallyportError } from '../contracts/errors.ts';

const statusOf = (thrown: unknown): number | undefined =>
  thrown instanceof Error && 'statusCode' in thrown && typeof thrown.statusCode === 'number'
    ? thrown.statusCode
    : undefined;

export const isNotFound = (thrown: unknown): boolean => statusOf(thrown) === 404;
/** 409: the row exists. 412: it is no longer at the version that the write named. */
export const isConflict = (thrown: unknown): boolean => statusOf(thrown) === 409 || statusOf(thrown) === 412;

/** For deletes: what is not there has been deleted. */
export async function ignoreMissing(work: Promise<unknown>): Promise<void> {
  try {
    await work;
  } catch (thrown) {
    if (!isNotFound(thrown)) throw thrown;
  }
}

/** Runs storage calls; a store that cannot be reached or answers 5xx or 429 becomes `StorageUnavailable`. */
export async function throughStorage<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (thrown) {
    if (!isOutage(thrown)) throw thrown;
    throw new SallyportError(
      'StorageUnavailable',
      'The storage account does not answer. Retry in a few seconds.',
      {
        cause: thrown,
      },
    );
  }
}

/** The store cannot be reached, or says that it cannot answer now. */
export function isOutage(thrown: unknown): boolean {
  const status = statusOf(thrown);
  if (status !== undefined) return status >= 500 || status === 429 || status === 408;
  return thrown instanceof RestError || (thrown instanceof Error && thrown.name === 'AbortError');
}
