/**
 * How a change of what is behind `?` counts on the way back. `step`: as one, such as a tab or a choice. `typed`: all
 * that is typed into a field as one, until the field is left. `silent`: not at all, such as the order of rows.
 */
export type ChangeKind = 'step' | 'typed' | 'silent';

export type SearchStep = { readonly how: 'push' | 'replace'; readonly state: unknown };

/** `state` is that of the address as it is: it remembers which field is being typed into. */
export function searchStep(kind: ChangeKind, names: readonly string[], state: unknown): SearchStep {
  if (kind === 'silent') return { how: 'replace', state };
  if (kind === 'step') return { how: 'push', state: null };
  const typed = names.join(' ');
  return { how: typedIn(state) === typed ? 'replace' : 'push', state: { typed } };
}

const typedIn = (state: unknown): unknown =>
  state !== null && typeof state === 'object' && 'typed' in state ? state.typed : undefined;

/** A field was left: what is typed into it from now on is another step. */
export function endTyping(): void {
  if (typedIn(history.state) !== undefined) history.replaceState(null, '');
}
