import { useQueryClient } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import type {
  RoleAssignmentResource,
  RoleDefinitionResource,
} from '../../shared/contracts/roleAssignment.ts';
import { ConfirmDialog } from '../components/ConfirmDialog.tsx';
import { useToast } from '../components/toasts.tsx';
import { useT } from '../i18n/i18n.ts';
import { usePortal } from '../PortalContext.ts';
import { forgetAccess } from './forgetAccess.ts';
import { useDecisions } from './useDecisions.ts';
import { nameOf, usePeople } from './usePeople.ts';
import { usePlaceText } from './usePlaceText.ts';
import { roleNameOf } from './useRoles.ts';

export type RemoveAssignmentDialogProps = {
  assignment: RoleAssignmentResource;
  scope: string;
  roles: readonly RoleDefinitionResource[];
  onClose: () => void;
};

export function RemoveAssignmentDialog(props: RemoveAssignmentDialogProps): ReactNode {
  const { assignment, scope, roles, onClose } = props;
  const t = useT();
  const placeText = usePlaceText();
  const tell = useToast();
  const { api } = usePortal();
  const queries = useQueryClient();
  const own = useDecisions(scope).data?.principalId;
  const { principalId, roleDefinitionId } = assignment.properties;
  const name = nameOf(usePeople(), principalId) ?? t('access:unknown.nameWithId', { id: principalId });
  const role = roleNameOf(roles, roleDefinitionId) ?? t('access:unknownRole');

  async function run(): Promise<void> {
    await api.removeRoleAssignment(assignment.id);
    tell('success', t('access:roles.removed', { role, name }));
    onClose();
    await forgetAccess(queries);
  }
  return (
    <ConfirmDialog
      title={t('access:roles.removeTitle')}
      confirm={t('access:roles.remove')}
      running={t('access:roles.removing')}
      run={run}
      onClose={onClose}
    >
      <p>{t('access:roles.removeText', { role, name, place: placeText(scope) })}</p>
      <p className="fine">{t('access:roles.removeHint')}</p>
      {own === principalId && <p className="problem">{t('access:roles.removeOwn')}</p>}
    </ConfirmDialog>
  );
}
