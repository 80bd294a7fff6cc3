import { useQuery } from '@tanstack/react-query';
import type { AuditLogEntry } from '../../shared/contracts/auditLog.ts';
import { usePortal } from '../PortalContext.ts';
import { keys } from '../query/keys.ts';
import { useBastions } from '../query/useBastions.ts';

export type Person = { readonly principalId: string; readonly name: string };

const monthMs = 30 * 86_400_000;

/**
 * Names of principals, as far as this page can know them: of those who did something at a bastion within a month.
 * There is no directory to ask here, and who may not read the audit log works with object ids.
 */
export function usePeople(): readonly Person[] {
  const { api } = usePortal();
  const bastions = useBastions().data ?? [];
  const { data = [] } = useQuery({
    queryKey: keys.people(bastions.map(({ id }) => id).join(' ')),
    async queryFn() {
      const startTime = new Date(Date.now() - monthMs).toISOString();
      const logs = bastions.map(({ id }) => api.listAuditLogs(id, { startTime, $top: 1_000 }));
      const rows = (await Promise.all(logs)).flatMap(({ value }) => value);
      const names = new Map(rows.flatMap(namedIn));
      const people = [...names].map(([principalId, name]) => ({ principalId, name }));
      return people.toSorted((a, b) => a.name.localeCompare(b.name));
    },
    enabled: bastions.length > 0,
    retry: false,
  });
  return data;
}

/** Whoever did it comes last: what somebody signs in with goes before what others call them. */
function namedIn(row: AuditLogEntry): [string, string][] {
  const { affectedPrincipalId = '', affectedUserName = '', principalId, userName } = row;
  const pairs: [string, string][] = [
    [affectedPrincipalId, affectedUserName],
    [principalId, userName],
  ];
  return pairs.filter(([id, name]) => id !== '' && name !== '');
}

export const nameOf = (people: readonly Person[], principalId: string): string | undefined =>
  people.find((one) => one.principalId.toLowerCase() === principalId.toLowerCase())?.name;
