import type { ReactNode } from 'react';
import { Notice } from '../components/Notice.tsx';
import type { ConsolePaste, PasteState } from '../session/consolePaste.ts';
import { texts } from '../texts.ts';

export type PasteNoticeProps = { state: PasteState; paste: ConsolePaste };

/** A paste that has to be confirmed, or how far one is, and the way to stop it. */
export function PasteNotice({ state, paste }: PasteNoticeProps): ReactNode {
  switch (state?.kind) {
    case undefined:
      return null;
    case 'asking': {
      const { characters, lines, isLineTooLong } = state.facts;
      return (
        <Notice kind="warning" title={texts.console.pasteTitle(characters)}>
          <p>{texts.console.pasteSlow(lines)}</p>
          {isLineTooLong && <p>{texts.console.pasteLongLine}</p>}
          <div className="buttons start">
            <button type="button" className="primary" onClick={() => paste.confirm(true)}>
              {texts.console.pasteConfirm}
            </button>
            <button type="button" onClick={() => paste.confirm(false)}>
              {texts.cancel}
            </button>
          </div>
        </Notice>
      );
    }
    case 'running': {
      const { doneBytes, totalBytes, isCancelled } = state.progress;
      return (
        <Notice kind="info">
          <div className="buttons start">
            <progress max={totalBytes} value={doneBytes} />
            <span>
              {isCancelled
                ? texts.console.pasteCancelling
                : texts.console.pasteProgress(doneBytes, totalBytes)}
            </span>
            <button type="button" disabled={isCancelled} onClick={() => paste.cancel()}>
              {texts.console.pasteCancel}
            </button>
          </div>
        </Notice>
      );
    }
  }
}
