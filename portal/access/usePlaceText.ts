import { useQuery } from '@tanstack/react-query';
import { useT } from '../i18n/i18n.ts';
import { usePortal } from '../PortalContext.ts';
import { keys } from '../query/keys.ts';
import { scopeKind, scopeName } from './scopeName.ts';

/** Words for a scope, with what it is: `subscription Contoso lab`, `virtual machine vm-web-01`. */
export type PlaceText = (scope: string) => string;

/** The last name of a scope; of a subscription the one that people gave it. */
export function useScopeName(): PlaceText {
  const { api } = usePortal();
  // Without an answer they are called by their ids: nobody needs to hear of that.
  const { data = [] } = useQuery({
    queryKey: keys.subscriptions,
    queryFn: () => api.listSubscriptions(),
    staleTime: Number.POSITIVE_INFINITY,
    retry: false,
  });
  return (scope) =>
    data.find(({ id }) => id.toLowerCase() === scope.toLowerCase())?.displayName ?? scopeName(scope);
}

export function usePlaceText(): PlaceText {
  const t = useT();
  const nameOf = useScopeName();
  return (scope) => t(`access:places.${scopeKind(scope)}`, { name: nameOf(scope) });
}
