import type { ReactNode } from 'react';
import type { ConsoleSnapshot } from '../../shared/client/consoleSnapshot.ts';
import { Badge } from '../components/Badge.tsx';
import { texts } from '../texts.ts';

/** Who is recorded reads it all the time, not once. */
export function RecordingBadge({
  recording: { state },
}: {
  recording: NonNullable<ConsoleSnapshot['recording']>;
}): ReactNode {
  return (
    <span role="status" title={texts.console.recordingHints[state]} data-recording={state}>
      <Badge tone={state === 'failed' ? 'busy' : 'bad'}>{texts.console.recordings[state]}</Badge>
    </span>
  );
}
