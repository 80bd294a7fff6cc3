import type { ApiError } from '../shared/client/apiError.ts';
import { printable } from './output/printable.ts';

/** docs/cli.md promises them to scripts. */
export const exitCodes = {
  done: 0,
  failed: 1,
  usage: 2,
  refused: 3,
  notFound: 4,
  conflict: 5,
  partly: 6,
  interrupted: 130,
} as const;

/** The command line itself cannot be followed; nothing was asked of the control plane. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}

/** Something on this machine, such as a token file, keeps the command from being tried. */
export class SignInError extends Error {
  override readonly name = 'SignInError';
}

/** What was named does not exist, or not for this caller. */
export class NotFoundError extends Error {
  override readonly name = 'NotFoundError';
}

export function exitCodeOf(thrown: unknown): number {
  if (thrown instanceof UsageError) return exitCodes.usage;
  if (thrown instanceof SignInError) return exitCodes.refused;
  if (thrown instanceof NotFoundError) return exitCodes.notFound;
  return exitCodeOfStatus.get(isApiError(thrown) ? thrown.status : 0) ?? exitCodes.failed;
}

const exitCodeOfStatus: ReadonlyMap<number, number> = new Map([
  [401, exitCodes.refused],
  [403, exitCodes.refused],
  [404, exitCodes.notFound],
  [409, exitCodes.conflict],
  [423, exitCodes.refused],
  [429, exitCodes.conflict],
]);

/** The sentence first, then what support needs. */
export function describeFailure(thrown: unknown): string {
  const sentence = printable(thrown instanceof Error ? thrown.message : String(thrown));
  if (!isApiError(thrown)) return sentence;
  const facts = [`Code: ${thrown.code}`];
  if (thrown.target !== undefined) facts.push(`target: ${thrown.target}`);
  if (thrown.requestId !== undefined) facts.push(`request id: ${thrown.requestId}`);
  return `${sentence}\n${printable(facts.join(', '))}`;
}

const isApiError = (thrown: unknown): thrown is ApiError =>
  thrown instanceof Error && thrown.name === 'ApiError';
