import { SallyportError } from '../contracts/errors.ts';
import type { Caller } from './caller.ts';
import { type AccessCheck, type AccessDecision, decideAccess } from './decideAccess.ts';
import type { AccessReader } from './ports.ts';
import { readManagementGroups } from './readManagementGroups.ts';
import { roleDefinitionName } from './roleDefinitionName.ts';

export type AccessDeps = {
  readonly access: AccessReader;
  /** For conditions on the time of day; without it such a condition is not known to hold. */
  readonly now?: () => number;
};

export type { AccessCheck } from './decideAccess.ts';

/** Somebody whose access is asked about: the caller, or another principal with the groups that are known. */
export type Principal = Pick<Caller, 'principalId' | 'groups'>;

/** One decision per check, in order, all from the same reading of assignments. */
async function decide(
  deps: AccessDeps,
  principal: Principal,
  checks: readonly AccessCheck[],
): Promise<readonly AccessDecision[]> {
  const principalIds = [principal.principalId, ...principal.groups];
  const [assignments, denyAssignments] = await Promise.all([
    deps.access.roleAssignmentsOf(principalIds),
    deps.access.denyAssignments(),
  ]);
  const names = new Set(assignments.map((assignment) => roleDefinitionName(assignment.roleDefinitionId)));
  const asked = checks.map(({ scope }) => scope);
  const made = [...assignments, ...denyAssignments].map(({ scope }) => scope);
  const [definitions, managementGroups] = await Promise.all([
    deps.access.roleDefinitionsOf([...names]),
    readManagementGroups(deps.access, asked, made),
  ]);
  const facts = { principalIds, assignments, definitions, denyAssignments, managementGroups };
  return checks.map((check) => decideAccess(facts, withTime(deps, check)));
}

function withTime({ now }: AccessDeps, check: AccessCheck): AccessCheck {
  if (now === undefined) return check;
  const environment = { UtcNow: new Date(now()).toISOString(), ...check.attributes?.environment };
  return { ...check, attributes: { ...check.attributes, environment } };
}

/** May this principal do these actions at this scope, and what decides it? One answer per action, in order. */
export async function explainAccess(
  deps: AccessDeps,
  principal: Principal,
  input: {
    readonly actions: readonly string[];
    readonly dataActions?: readonly string[];
    readonly scope: string;
  },
): Promise<readonly AccessDecision[]> {
  const { actions, dataActions = [], scope } = input;
  return decide(deps, principal, [
    ...actions.map((action) => ({ action, scope })),
    ...dataActions.map((action) => ({ action, scope, isDataAction: true })),
  ]);
}

/** Resolves when the caller may do the action at the scope, throws `AuthorizationFailed` otherwise. */
export async function authorize(deps: AccessDeps, caller: Caller, check: AccessCheck): Promise<void> {
  await authorizeAll(deps, caller, [check]);
}

/** Resolves when the caller may do everything listed, throws `AuthorizationFailed` for the first that it may not. */
export async function authorizeAll(
  deps: AccessDeps,
  caller: Caller,
  checks: readonly AccessCheck[],
): Promise<void> {
  const decisions = await decide(deps, caller, checks);
  const refused = decisions.find((decision) => !decision.allowed);
  if (refused !== undefined) throw refusal(caller, refused);
}

/** ARM's two sentences. Both are the same whether the resource exists or not. */
function refusal(caller: Caller, decision: AccessDecision): SallyportError {
  const { action, isDataAction, scope, cause, deniedBy } = decision;
  const missing = { action, isDataAction, scope, cause, checkAccess: checkAccessPath(scope) };
  const client = `The client '${caller.userName}' with object id '${caller.principalId}'`;
  if (deniedBy !== undefined) {
    return new SallyportError(
      'AuthorizationFailed',
      `${client} has permission to perform action '${action}' on scope '${scope}'; however, the access is denied because of the deny assignment with name '${deniedBy.denyAssignmentName}' and Id '${deniedBy.name}' at scope '${deniedBy.scope}'.`,
      { missing },
    );
  }
  return new SallyportError(
    'AuthorizationFailed',
    `${client} does not have authorization to perform action '${action}' over scope '${scope}' or the scope is invalid. If access was recently granted, please refresh your credentials.`,
    { missing },
  );
}

const checkAccessPath = (scope: string): string =>
  `${scope === '/' ? '' : scope}/providers/Microsoft.Authorization/checkAccess`;
