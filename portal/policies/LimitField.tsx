import { Input } from '@fluentui/react-components';
import { type ReactNode, useId } from 'react';
import { useT } from '../i18n/i18n.ts';
import type { LimitName } from './policyForm.ts';

export type LimitFieldProps = {
  name: LimitName;
  value: string;
  isInvalid: boolean;
  isDisabled: boolean;
  onChange: (value: string) => void;
};

export function LimitField(props: LimitFieldProps): ReactNode {
  const { name, value, isInvalid, isDisabled, onChange } = props;
  const t = useT();
  const hintId = useId();
  return (
    <div className="field">
      <label htmlFor={`${hintId}-input`}>{t(`policies:limits.${name}`)}</label>
      <Input
        id={`${hintId}-input`}
        inputMode="numeric"
        autoComplete="off"
        value={value}
        disabled={isDisabled}
        aria-invalid={isInvalid}
        aria-describedby={hintId}
        onChange={(_, data) => onChange(data.value)}
      />
      <span id={hintId} className={isInvalid ? 'fine problem' : 'fine'}>
        {isInvalid && `${t('policies:invalid')} `}
        {t(`policies:hints.${name}`)}
      </span>
    </div>
  );
}
