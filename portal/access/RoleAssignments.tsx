import { AddRegular } from '@fluentui/react-icons/svg/add';
import { PersonRegular } from '@fluentui/react-icons/svg/person';
import { useQuery } from '@tanstack/react-query';
import { type ReactNode, useState } from 'react';
import type { RoleAssignmentResource } from '../../shared/contracts/roleAssignment.ts';
import { EmptyState } from '../components/EmptyState.tsx';
import { ErrorNotice } from '../components/ErrorNotice.tsx';
import { Loading } from '../components/Loading.tsx';
import { useT } from '../i18n/i18n.ts';
import { usePortal } from '../PortalContext.ts';
import { keys } from '../query/keys.ts';
import { useRights } from '../query/useRights.ts';
import { AddAssignmentDialog } from './AddAssignmentDialog.tsx';
import { AssignmentTable } from './AssignmentTable.tsx';
import { EditConditionDialog } from './EditConditionDialog.tsx';
import { GuardedButton } from './GuardedButton.tsx';
import { RemoveAssignmentDialog } from './RemoveAssignmentDialog.tsx';
import { isAtOrAbove } from './scopeName.ts';
import { useRoles } from './useRoles.ts';

const write = 'Microsoft.Authorization/roleAssignments/write';
const remove = 'Microsoft.Authorization/roleAssignments/delete';

/** Who holds which role here, and from where; and how to change it. */
export function RoleAssignments({ scope }: { scope: string }): ReactNode {
  const t = useT();
  const { api } = usePortal();
  const roles = useRoles(scope);
  const rights = useRights(scope, `${write} ${remove}`);
  const [isAdding, setAdding] = useState(false);
  const [editing, setEditing] = useState<RoleAssignmentResource>();
  const [removing, setRemoving] = useState<RoleAssignmentResource>();
  const { data, error, isPending, isFetching, refetch } = useQuery({
    queryKey: keys.roleAssignments(scope),
    queryFn: () => api.listRoleAssignments(scope),
  });
  // Those below are about something else; each has a page of its own.
  const rows = data?.filter(({ properties }) => isAtOrAbove(properties.scope, scope)) ?? [];
  return (
    <section aria-label={t('access:tabs.roles')} aria-busy={isFetching}>
      <div className="toolbar">
        <GuardedButton
          mayNot={rights(write)}
          scope={scope}
          action={write}
          icon={<AddRegular />}
          onClick={() => setAdding(true)}
        >
          {t('access:roles.add')}
        </GuardedButton>
        <span className="fine as-of" role="status">
          {data !== undefined && t('access:roles.count', { count: rows.length })}
        </span>
      </div>
      {error !== null && <ErrorNotice error={error} onTryAgain={() => refetch()} />}
      {isPending && <Loading />}
      {data !== undefined && rows.length === 0 && (
        <EmptyState icon={<PersonRegular fontSize={40} />} title={t('access:roles.empty')} />
      )}
      {rows.length > 0 && (
        <AssignmentTable
          scope={scope}
          rows={rows}
          roles={roles}
          mayNotEdit={rights(write)}
          mayNotRemove={rights(remove)}
          onEdit={setEditing}
          onRemove={setRemoving}
        />
      )}
      {isAdding && <AddAssignmentDialog scope={scope} roles={roles} onClose={() => setAdding(false)} />}
      {editing !== undefined && (
        <EditConditionDialog assignment={editing} roles={roles} onClose={() => setEditing(undefined)} />
      )}
      {removing !== undefined && (
        <RemoveAssignmentDialog
          assignment={removing}
          scope={scope}
          roles={roles}
          onClose={() => setRemoving(undefined)}
        />
      )}
    </section>
  );
}
