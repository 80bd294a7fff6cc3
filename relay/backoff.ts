/** Pause before attempt `attempt` (from 1): doubles from a second to half a minute; `random` in [0, 1) spreads it. */
export function backoffMs(attempt: number, random: number): number {
  const fullMs = Math.min(1_000 * 2 ** (attempt - 1), 30_000);
  return Math.round(fullMs / 2 + (fullMs / 2) * random);
}
