/**
 * A session id is `<time>-<random>-<bastion key>`: 9 characters that sort newest first, 80 random bits and
 * the partition it lives in, so that one point read finds a session by its id alone. It opens nothing.
 */
const pattern = /^[0-9a-z]{9}-[0-9a-z]{16}-[0-9a-f]{12}$/;
const timeDigits = 9;
/** Largest time that nine base-36 digits hold (year 5188). */
const lastTime = 36 ** timeDigits - 1;

export function newSessionId(parts: {
  readonly now: number;
  /** At least 10 random bytes. */
  readonly random: Uint8Array;
  readonly bastionKey: string;
}): string {
  return `${timeOf(parts.now)}-${toBase32(parts.random)}-${parts.bastionKey}`;
}

/** The text that every id of a session which began at this time or earlier sorts behind, and no later one does. */
export const sessionsBegunUpTo = (time: number): string => timeOf(time);

const timeOf = (time: number): string => (lastTime - time).toString(36).padStart(timeDigits, '0');

/** When a session was opened. */
export const sessionTimeOf = (sessionId: string): number =>
  lastTime - Number.parseInt(sessionId.slice(0, timeDigits), 36);

/** The partition of a session, or undefined for text that is not a session id. */
export function bastionKeyOf(sessionId: string): string | undefined {
  return pattern.test(sessionId) ? sessionId.slice(-12) : undefined;
}

const alphabet = '0123456789abcdefghijklmnopqrstuv';

function toBase32(bytes: Uint8Array): string {
  let bits = '';
  for (const byte of bytes.subarray(0, 10)) bits += byte.toString(2).padStart(8, '0');
  return (bits.match(/.{5}/g) ?? []).map((five) => alphabet[Number.parseInt(five, 2)]).join('');
}
