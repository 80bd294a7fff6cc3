import { Button, ProgressBar } from '@fluentui/react-components';
import type { ReactNode } from 'react';
import { Notice } from '../components/Notice.tsx';
import { useT } from '../i18n/i18n.ts';
import type { ConsolePaste, PasteState } from '../session/consolePaste.ts';

export type PasteNoticeProps = { state: PasteState; paste: ConsolePaste };

/** A paste that has to be confirmed, or how far one is, and the way to stop it. */
export function PasteNotice({ state, paste }: PasteNoticeProps): ReactNode {
  const t = useT();
  switch (state?.kind) {
    case undefined:
      return null;
    case 'asking': {
      const { characters, lines, isLineTooLong } = state.facts;
      return (
        <Notice kind="warning" title={t('console:pasteTitle', { count: characters })}>
          <p>{t('console:pasteSlow', { count: lines })}</p>
          {isLineTooLong && <p>{t('console:pasteLongLine')}</p>}
          <div className="buttons start">
            <Button appearance="primary" onClick={() => paste.confirm(true)}>
              {t('console:pasteConfirm')}
            </Button>
            <Button onClick={() => paste.confirm(false)}>{t('common:cancel')}</Button>
          </div>
        </Notice>
      );
    }
    case 'running': {
      const { doneBytes, totalBytes, isCancelled } = state.progress;
      return (
        <Notice kind="info">
          <div className="buttons start">
            <ProgressBar
              className="paste-bar"
              max={totalBytes}
              value={doneBytes}
              aria-label={t('console:pasteConfirm')}
            />
            <span>
              {isCancelled
                ? t('console:pasteCancelling')
                : t('console:pasteProgress', { done: doneBytes, total: totalBytes })}
            </span>
            <Button disabled={isCancelled} onClick={() => paste.cancel()}>
              {t('console:pasteCancel')}
            </Button>
          </div>
        </Notice>
      );
    }
  }
}
