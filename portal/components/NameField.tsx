import { Field, Input } from '@fluentui/react-components';
import type { ReactNode } from 'react';

export type NameFieldProps = { label: string; value: string; onChange: (value: string) => void };

/** A machine's name, typed by hand: nobody does that to the wrong one by habit. */
export function NameField({ label, value, onChange }: NameFieldProps): ReactNode {
  return (
    <Field label={label}>
      <Input
        autoComplete="off"
        spellCheck={false}
        value={value}
        onChange={(_, data) => onChange(data.value)}
      />
    </Field>
  );
}
