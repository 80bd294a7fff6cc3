import { Button, Field, Select } from '@fluentui/react-components';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { type FormEvent, type ReactNode, useState } from 'react';
import type { RoleDefinitionResource } from '../../shared/contracts/roleAssignment.ts';
import { Dialog } from '../components/Dialog.tsx';
import { ErrorNotice } from '../components/ErrorNotice.tsx';
import { useToast } from '../components/toasts.tsx';
import { useT } from '../i18n/i18n.ts';
import { usePortal } from '../PortalContext.ts';
import { ConditionField } from './ConditionField.tsx';
import { forgetAccess } from './forgetAccess.ts';
import { PersonField } from './PersonField.tsx';
import { RolePicker } from './RolePicker.tsx';
import type { Person } from './usePeople.ts';
import { usePlaceText } from './usePlaceText.ts';

const types = ['User', 'Group', 'ServicePrincipal'] as const;

export type AddAssignmentDialogProps = {
  scope: string;
  roles: readonly RoleDefinitionResource[];
  onClose: () => void;
};

/** Gives somebody a role here. What is said at the end is what the button does. */
export function AddAssignmentDialog({ scope, roles, onClose }: AddAssignmentDialogProps): ReactNode {
  const t = useT();
  const placeText = usePlaceText();
  const [person, setPerson] = useState<Person>();
  const [type, setType] = useState<(typeof types)[number]>('User');
  const [role, setRole] = useState<RoleDefinitionResource>();
  const [condition, setCondition] = useState<string | undefined>('');
  const add = useAdd(scope, onClose);
  const isReady = person !== undefined && role !== undefined && condition !== undefined && !add.isPending;

  function onSubmit(event: FormEvent): void {
    event.preventDefault();
    if (person === undefined || role === undefined || condition === undefined || add.isPending) return;
    add.mutate({ person, type, role, condition });
  }
  return (
    <Dialog title={t('access:roles.addTitle', { place: placeText(scope) })} onClose={onClose} isWide>
      <form onSubmit={onSubmit}>
        <PersonField label={t('access:roles.columns.who')} onChange={setPerson} />
        <Field label={t('access:roles.columns.type')}>
          <Select value={type} onChange={(_, { value }) => setType(value as (typeof types)[number])}>
            {types.map((one) => (
              <option key={one} value={one}>
                {t(`access:roles.types.${one}`)}
              </option>
            ))}
          </Select>
        </Field>
        <RolePicker roles={roles} chosen={role} onChoose={setRole} />
        <ConditionField roles={roles} onChange={setCondition} />
        {isReady && (
          <p role="status">
            {t('access:roles.summary', {
              name: person.name === '' ? person.principalId : person.name,
              role: role.properties.roleName,
              place: placeText(scope),
            })}
          </p>
        )}
        {add.error !== null && <ErrorNotice error={add.error} />}
        <div className="buttons">
          <Button onClick={onClose}>{t('common:cancel')}</Button>
          <Button type="submit" appearance="primary" disabled={!isReady}>
            {add.isPending ? t('access:roles.adding') : t('access:roles.add')}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}

type Added = {
  person: Person;
  type: (typeof types)[number];
  role: RoleDefinitionResource;
  condition: string;
};

function useAdd(scope: string, onAdded: () => void) {
  const t = useT();
  const tell = useToast();
  const { api } = usePortal();
  const queries = useQueryClient();
  // The same name with every try: a first one whose answer was lost is not made twice.
  const [name] = useState(() => crypto.randomUUID());
  return useMutation({
    mutationFn: ({ person: { principalId }, type, role, condition }: Added) =>
      api.putRoleAssignment(scope, name, {
        principalId,
        principalType: type,
        roleDefinitionId: role.id,
        ...(condition === '' ? {} : { condition, conditionVersion: '2.0' }),
      }),
    async onSuccess(_, { role, person }) {
      const who = person.name === '' ? person.principalId : person.name;
      tell('success', t('access:roles.added', { role: role.properties.roleName, name: who }));
      onAdded();
      await forgetAccess(queries);
    },
  });
}
