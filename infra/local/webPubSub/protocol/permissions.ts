import { parseGroupPattern } from './groupPattern.ts';
import { limits } from './limits.ts';

export const groupActions = ['joinLeaveGroup', 'sendToGroup'] as const;
export type GroupAction = (typeof groupActions)[number];

export type Permissions = {
  allows(action: GroupAction, group: string): boolean;
  /**
   * An explicit grant or revoke of one group beats the roles until the other is said for it.
   * Resolves false when the connection has no room for another rule.
   */
  set(action: GroupAction, group: string, allowed: boolean): boolean;
};

type Rules = {
  anyGroup: boolean;
  readonly literals: Map<string, boolean>;
  readonly patterns: ((group: string) => boolean)[];
};

/** What a client may do to groups, from the roles of its token and what REST granted or revoked later. */
export function createPermissions(roles: readonly string[]): Permissions {
  const rules: Record<GroupAction, Rules> = {
    joinLeaveGroup: toRules('joinLeaveGroup', roles),
    sendToGroup: toRules('sendToGroup', roles),
  };
  return {
    allows(action, group) {
      const { anyGroup, literals, patterns } = rules[action];
      return literals.get(group) ?? (anyGroup || patterns.some((matches) => matches(group)));
    },
    set(action, group, allowed) {
      const { literals } = rules[action];
      if (!literals.has(group) && literals.size >= limits.maxPermissionRules) return false;
      literals.set(group, allowed);
      return true;
    },
  };
}

/** Roles of other features, and patterns that are malformed, allow nothing. */
function toRules(action: GroupAction, roles: readonly string[]): Rules {
  const rules: Rules = { anyGroup: false, literals: new Map(), patterns: [] };
  const one = `webpubsub.${action}`;
  for (const role of roles) {
    if (role === one) rules.anyGroup = true;
    else if (role.startsWith(`${one}.`)) rules.literals.set(role.slice(one.length + 1), true);
    else if (role.startsWith(`${one}s.`)) {
      const pattern = parseGroupPattern(role.slice(one.length + 2));
      if (pattern !== undefined) rules.patterns.push(pattern);
    }
  }
  return rules;
}

export function isGroupAction(text: string): text is GroupAction {
  return groupActions.some((action) => action === text);
}
