import { Field, Radio, RadioGroup, SearchBox } from '@fluentui/react-components';
import { type ReactNode, useState } from 'react';
import type { RoleDefinitionResource } from '../../shared/contracts/roleAssignment.ts';
import { useT } from '../i18n/i18n.ts';
import { findRoles } from './findRoles.ts';

export type RolePickerProps = {
  roles: readonly RoleDefinitionResource[];
  chosen: RoleDefinitionResource | undefined;
  onChoose: (role: RoleDefinitionResource) => void;
};

/** Found by name, by what it says of itself, or by an action that it gives. */
export function RolePicker({ roles, chosen, onChoose }: RolePickerProps): ReactNode {
  const t = useT();
  const [query, setQuery] = useState('');
  const found = findRoles(roles, query);
  return (
    <Field label={t('access:roles.columns.role')}>
      <SearchBox
        placeholder={t('access:picker.search')}
        aria-label={t('access:picker.search')}
        value={query}
        onChange={(_, { value }) => setQuery(value)}
      />
      {found.length === 0 && <p className="fine">{t('access:picker.none')}</p>}
      <RadioGroup
        className="role-list"
        aria-label={t('access:roles.columns.role')}
        value={chosen?.name ?? ''}
        onChange={(_, { value }) => {
          const role = roles.find(({ name }) => name === value);
          if (role !== undefined) onChoose(role);
        }}
      >
        {found.map(({ name, properties }) => (
          <Radio
            key={name}
            value={name}
            label={
              <>
                {properties.roleName}{' '}
                <span className="role-kind">{t(`access:picker.kinds.${properties.type}`)}</span>
                <span className="fine role-text">{properties.description}</span>
              </>
            }
          />
        ))}
      </RadioGroup>
    </Field>
  );
}
