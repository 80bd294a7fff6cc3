import type { ReactNode } from 'react';
import type { ConsoleSnapshot } from '../../shared/client/consoleSnapshot.ts';
import { Badge } from '../components/Badge.tsx';
import { useT } from '../i18n/i18n.ts';

/** Who is recorded reads it all the time, not once. */
export function RecordingBadge({
  recording: { state },
}: {
  recording: NonNullable<ConsoleSnapshot['recording']>;
}): ReactNode {
  const t = useT();
  return (
    <span role="status" title={t(`console:recordingHints.${state}`)} data-recording={state}>
      <Badge tone={state === 'failed' ? 'busy' : 'bad'}>{t(`console:recordings.${state}`)}</Badge>
    </span>
  );
}
