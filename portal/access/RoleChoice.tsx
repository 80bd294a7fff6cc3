import { Combobox, Field, Option } from '@fluentui/react-components';
import { type ReactNode, useState } from 'react';
import type { RoleDefinitionResource } from '../../shared/contracts/roleAssignment.ts';
import { useT } from '../i18n/i18n.ts';
import { findRoles } from './findRoles.ts';

export type RoleChoiceProps = {
  roles: readonly RoleDefinitionResource[];
  /** GUIDs. */
  chosen: readonly string[];
  onChoose: (chosen: readonly string[]) => void;
};

/** Several roles, found by what is typed; those that are chosen are named below. */
export function RoleChoice({ roles, chosen, onChoose }: RoleChoiceProps): ReactNode {
  const t = useT();
  const [query, setQuery] = useState('');
  const names = roles
    .filter(({ name }) => chosen.includes(name))
    .map(({ properties }) => properties.roleName);
  return (
    <Field label={t('access:condition.roles')} hint={names.join(', ')}>
      <Combobox
        multiselect
        autoComplete="off"
        placeholder={t('access:picker.search')}
        value={query}
        selectedOptions={[...chosen]}
        onChange={(event) => setQuery(event.target.value)}
        onOptionSelect={(_, { selectedOptions }) => onChoose(selectedOptions)}
      >
        {findRoles(roles, query).map(({ name, properties: { roleName } }) => (
          <Option key={name} value={name}>
            {roleName}
          </Option>
        ))}
      </Combobox>
    </Field>
  );
}
