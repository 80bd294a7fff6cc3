import { useQuery } from '@tanstack/react-query';
import { usePortal } from '../PortalContext.ts';
import { keys } from './keys.ts';

/** Why the caller may not do an action at a scope; undefined = they may, or it is not known and the API decides. */
export type Rights = (action: string | undefined) => string | undefined;

/** `actions` are one text, separated by blanks: a list would be a new one with every rendering. None = not asked. */
export function useRights(scope: string, actions: string): Rights {
  const { api } = usePortal();
  const { data } = useQuery({
    queryKey: keys.rights(scope, actions),
    queryFn: () => api.checkAccess(scope, actions.split(' ')),
    enabled: actions !== '',
  });
  return (action) => {
    const decision = data?.value.find((row) => row.action === action);
    return decision?.allowed === false ? decision.reason : undefined;
  };
}
