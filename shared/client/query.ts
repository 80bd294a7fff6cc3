/** What a list is narrowed by. What is undefined is left out. */
export type Query = Readonly<Record<string, string | number | undefined>>;

/** To go after a query that is there already. */
export function toQuery(query: Query): string {
  return Object.entries(query)
    .filter(([, value]) => value !== undefined)
    .map(([name, value]) => `&${name}=${encodeURIComponent(value ?? '')}`)
    .join('');
}
