const firstMs = 500;
const maxMs = 15_000;

/** The first attempt goes at once; later ones wait longer and longer, spread by `random` (0 to 1). */
export function reconnectDelayMs(attempt: number, random: number): number {
  if (attempt === 0) return 0;
  const ceiling = Math.min(firstMs * 2 ** (attempt - 1), maxMs);
  return Math.round(ceiling * (0.5 + random / 2));
}
