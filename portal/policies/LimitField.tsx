import { type ReactNode, useId } from 'react';
import { useT } from '../i18n/i18n.ts';
import type { LimitName } from './policyForm.ts';

export type LimitFieldProps = {
  name: LimitName;
  value: string;
  isInvalid: boolean;
  onChange: (value: string) => void;
};

export function LimitField({ name, value, isInvalid, onChange }: LimitFieldProps): ReactNode {
  const t = useT();
  const hintId = useId();
  return (
    <div className="field">
      <label htmlFor={`${hintId}-input`}>{t(`policies:limits.${name}`)}</label>
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
        {isInvalid && `${t('policies:invalid')} `}
        {t(`policies:hints.${name}`)}
      </span>
    </div>
  );
}
