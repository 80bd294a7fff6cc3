import { Combobox, Field, Option } from '@fluentui/react-components';
import { type ReactNode, useState } from 'react';
import { useT } from '../i18n/i18n.ts';
import { isObjectId } from './isObjectId.ts';
import { nameOf, type Person, usePeople } from './usePeople.ts';

export type PersonFieldProps = {
  label: string;
  /** The person, as soon as what was typed or chosen is one. */
  onChange: (person: Person | undefined) => void;
};

/** Somebody by name, as far as names are known here, or by object id. */
export function PersonField({ label, onChange }: PersonFieldProps): ReactNode {
  const t = useT();
  const people = usePeople();
  const [text, setText] = useState('');
  const wanted = text.trim().toLowerCase();
  const fitting = people.filter(
    ({ name, principalId }) =>
      wanted === '' || name.toLowerCase().includes(wanted) || principalId.startsWith(wanted),
  );
  function type(value: string): void {
    setText(value);
    const id = value.trim();
    const byName = people.find(({ name }) => name.toLowerCase() === id.toLowerCase());
    if (byName !== undefined) onChange(byName);
    else onChange(isObjectId(id) ? { principalId: id, name: nameOf(people, id) ?? '' } : undefined);
  }
  return (
    <Field label={label} hint={t('access:person.hint')}>
      <Combobox
        freeform
        clearable
        autoComplete="off"
        value={text}
        onInput={(event) => type(event.currentTarget.value)}
        onOptionSelect={(_, { optionText }) => type(optionText ?? '')}
      >
        {fitting.map(({ principalId, name }) => (
          <Option key={principalId} value={principalId} text={name}>
            {name}
          </Option>
        ))}
      </Combobox>
    </Field>
  );
}
