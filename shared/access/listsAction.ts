import { matchesAction } from './matchesAction.ts';
import type { Permission } from './ports.ts';

/** Control and data actions never cross: `*` under actions gives no data action. */
export function listsAction(
  permission: Permission,
  { action, isDataAction = false }: { readonly action: string; readonly isDataAction?: boolean },
): 'Listed' | 'ActionExcluded' | 'ActionNotListed' {
  const [given, taken] = isDataAction
    ? [permission.dataActions, permission.notDataActions]
    : [permission.actions, permission.notActions];
  const isMatch = (pattern: string): boolean => matchesAction(pattern, action);
  if (!given.some(isMatch)) return 'ActionNotListed';
  return taken.some(isMatch) ? 'ActionExcluded' : 'Listed';
}
