import { type ReactNode, useId } from 'react';
import { texts } from '../texts.ts';
import type { LimitName } from './policyForm.ts';

export type LimitFieldProps = {
  name: LimitName;
  value: string;
  isInvalid: boolean;
  onChange: (value: string) => void;
};

export function LimitField({ name, value, isInvalid, onChange }: LimitFieldProps): ReactNode {
  const hintId = useId();
  const { label, hint } = texts.policies.limit(name);
  return (
    <div className="field">
      <label htmlFor={`${hintId}-input`}>{label}</label>
      <input
        id={`${hintId}-input`}
        type="text"
        inputMode="numeric"
        autoComplete="off"
        value={value}
        aria-invalid={isInvalid}
        aria-describedby={hintId}
        onChange={(event) => onChange(event.target.value)}
      />
      <span id={hintId} className={isInvalid ? 'fine problem' : 'fine'}>
        {isInvalid && `${texts.policies.invalid} `}
        {hint}
      </span>
    </div>
  );
}
