/** Object ids compare without regard to case. */
export function includesId(ids: readonly string[], wanted: string): boolean {
  return ids.some((id) => id.toLowerCase() === wanted.toLowerCase());
}
