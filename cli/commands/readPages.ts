/** Follows a list to its end, or until there are `most` items. */
export async function readPages<
  T,
  P extends { readonly value: readonly T[]; readonly nextLink?: string | undefined },
>(first: P, more: (nextLink: string) => Promise<P>, most = Number.POSITIVE_INFINITY): Promise<T[]> {
  const items = [...first.value];
  let next = first.nextLink;
  while (next !== undefined && items.length < most) {
    const page = await more(next);
    items.push(...page.value);
    next = page.nextLink;
  }
  return items.slice(0, most);
}
