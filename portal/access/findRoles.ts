import { matchesAction } from '../../shared/access/matchesAction.ts';
import type { RoleDefinitionResource } from '../../shared/contracts/roleAssignment.ts';

/** An action as it is written, rather than words of a sentence. */
const isAction = (query: string): boolean => /^[a-z.]+\/[\w./]+\/(?:read|write|delete|action)$/i.test(query);

/** Roles whose name or description has every word of the query; for a whole action, roles that give it. */
export function findRoles(
  roles: readonly RoleDefinitionResource[],
  query: string,
): readonly RoleDefinitionResource[] {
  const wanted = query.trim().toLowerCase();
  if (isAction(wanted)) return roles.filter((role) => gives(role, wanted));
  const words = wanted.split(/\s+/);
  return roles.filter(({ properties: { roleName, description } }) => {
    const text = `${roleName}\n${description}`.toLowerCase();
    return words.every((word) => text.includes(word));
  });
}

function gives({ properties }: RoleDefinitionResource, action: string): boolean {
  const has = (patterns: readonly string[]): boolean =>
    patterns.some((pattern) => matchesAction(pattern, action));
  return properties.permissions.some(({ actions, notActions }) => has(actions) && !has(notActions));
}
