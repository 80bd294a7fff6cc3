import type { ReactNode } from 'react';
import type { PolicyProperties } from '../../shared/contracts/policy.ts';
import { texts } from '../texts.ts';
import type { PolicyForm } from './policyForm.ts';

export type RecordingFieldsProps = { form: PolicyForm; onChange: (over: Partial<PolicyForm>) => void };

/** Whether sessions are recorded, and what becomes of one that cannot be. */
export function RecordingFields({ form, onChange }: RecordingFieldsProps): ReactNode {
  const { recording, recordings, recordingMode, recordingModes, recordingHint } = texts.policies;
  return (
    <>
      <label className="field">
        {recording}
        <select
          value={form.recording}
          onChange={(event) => onChange({ recording: event.target.value as PolicyProperties['recording'] })}
        >
          {Object.entries(recordings).map(([value, text]) => (
            <option key={value} value={value}>
              {text}
            </option>
          ))}
        </select>
        <span className="fine">{recordingHint}</span>
      </label>
      <label className="field">
        {recordingMode}
        <select
          value={form.recordingMode}
          disabled={form.recording === 'off'}
          onChange={(event) =>
            onChange({ recordingMode: event.target.value as PolicyProperties['recordingMode'] })
          }
        >
          {Object.entries(recordingModes).map(([value, text]) => (
            <option key={value} value={value}>
              {text}
            </option>
          ))}
        </select>
      </label>
    </>
  );
}
