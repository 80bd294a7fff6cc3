import { Button } from '@fluentui/react-components';
import { type ReactNode, useState } from 'react';
import type { SessionStateRow } from '../../shared/contracts/api.ts';
import type { SessionResource } from '../../shared/contracts/session.ts';
import { targetNameOf } from '../../shared/sessions/facts.ts';
import { ConfirmDialog } from '../components/ConfirmDialog.tsx';
import { Dialog } from '../components/Dialog.tsx';
import { useT } from '../i18n/i18n.ts';
import { usePortal } from '../PortalContext.ts';
import { DisconnectResults } from './DisconnectResults.tsx';
import { protocolText } from './sessionTexts.ts';

export type DisconnectDialogProps = {
  bastionId: string;
  sessions: readonly SessionResource[];
  onClose: () => void;
};

/** Who is named one by one; the rest is a number. */
const maxNamed = 50;

/** Asks before it cuts, says who is meant, and then what became of each. */
export function DisconnectDialog({ bastionId, sessions, onClose }: DisconnectDialogProps): ReactNode {
  const t = useT();
  const { api } = usePortal();
  const [results, setResults] = useState<readonly SessionStateRow[]>();
  const count = sessions.length;

  async function disconnect(reason: string): Promise<void> {
    const ids = sessions.map((session) => session.sessionId);
    setResults(await api.disconnectSessions(bastionId, ids, reason));
  }

  if (results !== undefined) {
    return (
      <Dialog title={t('sessions:disconnect.result', { count })} onClose={onClose}>
        <DisconnectResults sessions={sessions} results={results} />
        <div className="buttons">
          <Button appearance="primary" onClick={onClose}>
            {t('common:close')}
          </Button>
        </div>
      </Dialog>
    );
  }
  return (
    <ConfirmDialog
      title={t('sessions:disconnect.title', { count })}
      confirm={t('sessions:disconnect.confirm')}
      running={t('sessions:disconnect.running')}
      reasonLabel={t('sessions:disconnect.reason')}
      run={disconnect}
      onClose={onClose}
    >
      <p>{t('sessions:disconnect.warning')}</p>
      <ul className="who-list">
        {sessions.slice(0, maxNamed).map((session) => (
          <li key={session.sessionId}>
            <strong>{session.userName}</strong> · {targetNameOf(session)} ·{' '}
            {protocolText(t, session.protocol)}
          </li>
        ))}
      </ul>
      {count > maxNamed && (
        <p className="fine">{t('sessions:disconnect.others', { count: count - maxNamed })}</p>
      )}
    </ConfirmDialog>
  );
}
