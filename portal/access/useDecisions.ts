import { useQuery } from '@tanstack/react-query';
import { usePortal } from '../PortalContext.ts';
import { keys } from '../query/keys.ts';
import { capabilitiesAt } from './capabilities.ts';
import type { Decided } from './DecisionList.tsx';

/** What somebody may do at a scope; without a principal, who is signed in. `action`: also that one, and first. */
export function useDecisions(scope: string, { principalId = '', action = '' } = {}) {
  const { api } = usePortal();
  const known = capabilitiesAt(scope);
  const isOther = action !== '' && !known.some(([, one]) => one.toLowerCase() === action.toLowerCase());
  const actions = [...(isOther ? [action] : []), ...known.map(([, one]) => one)];
  return useQuery({
    queryKey: keys.decisions(scope, principalId, isOther ? action : ''),
    async queryFn() {
      const answer = await api.checkAccess(scope, actions, principalId === '' ? {} : { principalId });
      const decided = answer.value.map((decision): Decided => {
        const capability = known.find(([, one]) => one === decision.action)?.[0];
        return { capability, decision };
      });
      return { principalId: answer.principalId, decided: wantedFirst(decided, action) };
    },
  });
}

function wantedFirst(decided: readonly Decided[], action: string): readonly Decided[] {
  const isWanted = (one: Decided): boolean => one.decision.action.toLowerCase() === action.toLowerCase();
  return [...decided.filter(isWanted), ...decided.filter((one) => !isWanted(one))];
}
