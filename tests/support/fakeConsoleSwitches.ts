import type { ConsoleSwitches } from '../../shared/prerequisites/consoleSwitches.ts';

/** Console switches in memory: `scopes` are off. */
export function fakeConsoleSwitches(): ConsoleSwitches & { readonly scopes: Set<string> } {
  const scopes = new Set<string>();
  return {
    scopes,
    async off(subscriptionId) {
      const own = `/subscriptions/${subscriptionId.toLowerCase()}`;
      return new Set([...scopes].filter((scope) => `${scope}/`.startsWith(`${own}/`)));
    },
    async turn(scope, to) {
      const key = scope.toLowerCase();
      if (to === 'on') return scopes.delete(key);
      const isNew = !scopes.has(key);
      scopes.add(key);
      return isNew;
    },
  };
}
