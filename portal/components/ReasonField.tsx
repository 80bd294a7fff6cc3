import { Field, Textarea } from '@fluentui/react-components';
import type { ReactNode } from 'react';

export type ReasonFieldProps = {
  label: string;
  value: string;
  isRequired?: boolean;
  onChange: (reason: string) => void;
};

/** Why something is done, in the length that the API keeps. */
export function ReasonField({ label, value, isRequired = false, onChange }: ReasonFieldProps): ReactNode {
  return (
    <Field label={label} required={isRequired}>
      <Textarea
        rows={2}
        value={value}
        textarea={{ maxLength: 500 }}
        onChange={(_, { value: reason }) => onChange(reason)}
      />
    </Field>
  );
}
