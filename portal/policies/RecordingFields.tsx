import { Select } from '@fluentui/react-components';
import type { ReactNode } from 'react';
import type { PolicyProperties } from '../../shared/contracts/policy.ts';
import { useT } from '../i18n/i18n.ts';
import type { PolicyForm } from './policyForm.ts';

const recordings = ['off', 'onDemand', 'always'] as const satisfies readonly PolicyProperties['recording'][];
const recordingModes = ['lenient', 'strict'] as const satisfies readonly PolicyProperties['recordingMode'][];

export type RecordingFieldsProps = {
  form: PolicyForm;
  isDisabled: boolean;
  onChange: (over: Partial<PolicyForm>) => void;
};

/** Whether sessions are recorded, and what becomes of one that cannot be. */
export function RecordingFields({ form, isDisabled, onChange }: RecordingFieldsProps): ReactNode {
  const t = useT();
  return (
    <>
      <label className="field">
        {t('policies:recording')}
        <Select
          value={form.recording}
          disabled={isDisabled}
          onChange={(_, { value }) => onChange({ recording: value as PolicyProperties['recording'] })}
        >
          {recordings.map((value) => (
            <option key={value} value={value}>
              {t(`policies:recordings.${value}`)}
            </option>
          ))}
        </Select>
        <span className="fine">{t('policies:recordingHint')}</span>
      </label>
      <label className="field">
        {t('policies:recordingMode')}
        <Select
          value={form.recordingMode}
          disabled={isDisabled || form.recording === 'off'}
          onChange={(_, { value }) => onChange({ recordingMode: value as PolicyProperties['recordingMode'] })}
        >
          {recordingModes.map((value) => (
            <option key={value} value={value}>
              {t(`policies:recordingModes.${value}`)}
            </option>
          ))}
        </Select>
      </label>
    </>
  );
}
