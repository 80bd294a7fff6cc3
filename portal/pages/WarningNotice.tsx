import { type ReactNode, useState } from 'react';
import type { ConsoleWarning } from '../../shared/client/consoleSnapshot.ts';
import { formatDuration } from '../components/formatDuration.ts';
import { Notice } from '../components/Notice.tsx';
import { useNow } from '../components/useNow.ts';
import { texts } from '../texts.ts';

/** Counts down by this page's clock from when it was told: the warning holds seconds, since clocks differ. */
export function WarningNotice({
  warning,
  onStay,
}: {
  warning: ConsoleWarning;
  onStay: () => void;
}): ReactNode {
  const now = useNow();
  const [told, setTold] = useState({ warning, at: now });
  // Said again: the seconds count from now.
  if (told.warning !== warning) setTold({ warning, at: now });
  const leftMs = Math.max(0, warning.endsInSeconds * 1_000 - (now - told.at));
  return (
    <Notice kind="warning" title={texts.console.warningTitles[warning.reason]}>
      <p>{texts.console.warningEnd(formatDuration(leftMs))}</p>
      {warning.canStay && (
        <div className="buttons start">
          <button type="button" className="primary" onClick={onStay}>
            {texts.console.stay}
          </button>
        </div>
      )}
    </Notice>
  );
}
