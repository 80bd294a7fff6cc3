import type { ReactNode } from 'react';
import type { RecordingResource } from '../../shared/contracts/recording.ts';
import { useT } from '../i18n/i18n.ts';
import { useFormats } from '../i18n/useFormats.ts';
import { protocolText } from '../sessions/sessionTexts.ts';

/** When it was, for how long, and how it was recorded. */
export function RecordingFacts({ recording: { properties } }: { recording: RecordingResource }): ReactNode {
  const t = useT();
  const formats = useFormats();
  const { startTime, endTime, protocol, userEmail, recordingMode } = properties;
  const lasted =
    endTime === undefined ? undefined : formats.duration(Date.parse(endTime) - Date.parse(startTime));
  return (
    <p className="fine replay-facts">
      <span>{formats.dateTime(startTime)}</span>
      {lasted !== undefined && <span>{lasted}</span>}
      {protocol !== undefined && <span>{protocolText(t, protocol)}</span>}
      {userEmail !== undefined && <span>{userEmail}</span>}
      {recordingMode !== undefined && <span>{t(`replay:modes.${recordingMode}`)}</span>}
      {properties.userName === undefined && <span>{t('replay:forgotten')}</span>}
    </p>
  );
}
