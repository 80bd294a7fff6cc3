import { Button } from '@fluentui/react-components';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { type FormEvent, type ReactNode, useState } from 'react';
import type {
  RoleAssignmentResource,
  RoleDefinitionResource,
} from '../../shared/contracts/roleAssignment.ts';
import { Dialog } from '../components/Dialog.tsx';
import { ErrorNotice } from '../components/ErrorNotice.tsx';
import { useToast } from '../components/toasts.tsx';
import { useT } from '../i18n/i18n.ts';
import { usePortal } from '../PortalContext.ts';
import { ConditionField } from './ConditionField.tsx';
import { changedCondition } from './changedCondition.ts';
import { forgetAccess } from './forgetAccess.ts';
import { nameOf, usePeople } from './usePeople.ts';
import { usePlaceText } from './usePlaceText.ts';
import { roleNameOf } from './useRoles.ts';

export type EditConditionDialogProps = {
  assignment: RoleAssignmentResource;
  roles: readonly RoleDefinitionResource[];
  onClose: () => void;
};

/** Under which condition an assignment holds from now on: of all that it says nothing else ever changes. */
export function EditConditionDialog({ assignment, roles, onClose }: EditConditionDialogProps): ReactNode {
  const t = useT();
  const placeText = usePlaceText();
  const { principalId, roleDefinitionId, scope, condition: before = '' } = assignment.properties;
  const [condition, setCondition] = useState<string | undefined>(before);
  const name = nameOf(usePeople(), principalId) ?? t('access:unknown.nameWithId', { id: principalId });
  const role = roleNameOf(roles, roleDefinitionId) ?? t('access:unknownRole');
  const edit = useEdit(assignment, { role, name }, onClose);
  const isReady = condition !== undefined && condition !== before && !edit.isPending;

  function onSubmit(event: FormEvent): void {
    event.preventDefault();
    if (condition !== undefined && isReady) edit.mutate(condition);
  }
  return (
    <Dialog title={t('access:roles.edit.title')} onClose={onClose} isWide>
      <form onSubmit={onSubmit}>
        <p>{t('access:roles.edit.text', { name, role, place: placeText(scope) })}</p>
        <ConditionField roles={roles} initial={before} onChange={setCondition} />
        {edit.error !== null && <ErrorNotice error={edit.error} />}
        <div className="buttons">
          <Button onClick={onClose}>{t('common:cancel')}</Button>
          <Button type="submit" appearance="primary" disabled={!isReady}>
            {edit.isPending ? t('access:roles.edit.saving') : t('access:roles.edit.save')}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}

function useEdit(
  assignment: RoleAssignmentResource,
  said: { readonly role: string; readonly name: string },
  onEdited: () => void,
) {
  const t = useT();
  const tell = useToast();
  const { api } = usePortal();
  const queries = useQueryClient();
  const { scope } = assignment.properties;
  return useMutation({
    mutationFn: (condition: string) =>
      api.putRoleAssignment(scope, assignment.name, changedCondition(assignment, condition)),
    async onSuccess() {
      tell('success', t('access:roles.edit.saved', said));
      onEdited();
      await forgetAccess(queries);
    },
  });
}
