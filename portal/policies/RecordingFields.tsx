import type { ReactNode } from 'react';
import type { PolicyProperties } from '../../shared/contracts/policy.ts';
import { useT } from '../i18n/i18n.ts';
import type { PolicyForm } from './policyForm.ts';

const recordings = ['off', 'onDemand', 'always'] as const satisfies readonly PolicyProperties['recording'][];
const recordingModes = ['lenient', 'strict'] as const satisfies readonly PolicyProperties['recordingMode'][];

export type RecordingFieldsProps = { form: PolicyForm; onChange: (over: Partial<PolicyForm>) => void };

/** Whether sessions are recorded, and what becomes of one that cannot be. */
export function RecordingFields({ form, onChange }: RecordingFieldsProps): ReactNode {
  const t = useT();
  return (
    <>
      <label className="field">
        {t('policies:recording')}
        <select
          value={form.recording}
          onChange={(event) => onChange({ recording: event.target.value as PolicyProperties['recording'] })}
        >
          {recordings.map((value) => (
            <option key={value} value={value}>
              {t(`policies:recordings.${value}`)}
            </option>
          ))}
        </select>
        <span className="fine">{t('policies:recordingHint')}</span>
      </label>
      <label className="field">
        {t('policies:recordingMode')}
        <select
          value={form.recordingMode}
          disabled={form.recording === 'off'}
          onChange={(event) =>
            onChange({ recordingMode: event.target.value as PolicyProperties['recordingMode'] })
          }
        >
          {recordingModes.map((value) => (
            <option key={value} value={value}>
              {t(`policies:recordingModes.${value}`)}
            </option>
          ))}
        </select>
      </label>
    </>
  );
}
