import { useCallback } from 'react';
import { usePortal } from '../PortalContext.ts';
import { useLoaded } from './useLoaded.ts';

/** Why the caller may not do an action at a scope; undefined = they may, or it is not known and the API decides. */
export type Rights = (action: string | undefined) => string | undefined;

/** `actions` are one text, separated by blanks: a list would be a new one with every rendering. None = not asked. */
export function useRights(scope: string, actions: string): Rights {
  const { api } = usePortal();
  const load = useCallback(
    async () => (actions === '' ? { value: [] } : await api.checkAccess(scope, actions.split(' '))),
    [api, scope, actions],
  );
  const { value } = useLoaded(load);
  return (action) => {
    const decision = value?.value.find((row) => row.action === action);
    return decision?.allowed === false ? decision.reason : undefined;
  };
}
