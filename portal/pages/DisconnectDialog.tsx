import { type FormEvent, type ReactNode, useState } from 'react';
import type { SessionStateRow } from '../../shared/contracts/api.ts';
import type { SessionResource } from '../../shared/contracts/session.ts';
import { Dialog } from '../components/Dialog.tsx';
import { ErrorNotice } from '../components/ErrorNotice.tsx';
import { useT } from '../i18n/i18n.ts';
import { usePortal } from '../PortalContext.ts';
import { DisconnectResults } from './DisconnectResults.tsx';

export type DisconnectDialogProps = {
  bastionId: string;
  sessions: readonly SessionResource[];
  onClose: () => void;
};

/** Asks before it cuts, says who is meant, and then what became of each. */
export function DisconnectDialog({ bastionId, sessions, onClose }: DisconnectDialogProps): ReactNode {
  const t = useT();
  const { api } = usePortal();
  const [reason, setReason] = useState('');
  const [isRunning, setIsRunning] = useState(false);
  const [results, setResults] = useState<readonly SessionStateRow[]>();
  const [error, setError] = useState<unknown>();

  async function disconnect(): Promise<void> {
    setIsRunning(true);
    setError(undefined);
    const ids = sessions.map((session) => session.sessionId);
    await api.disconnectSessions(bastionId, ids, reason.trim()).then(setResults, setError);
    setIsRunning(false);
  }

  function onSubmit(event: FormEvent): void {
    event.preventDefault();
    void disconnect();
  }

  return (
    <Dialog
      title={t(results === undefined ? 'sessions:disconnect.title' : 'sessions:disconnect.result', {
        count: sessions.length,
      })}
      onClose={onClose}
    >
      {results === undefined ? (
        <form onSubmit={onSubmit}>
          <p>{t('sessions:disconnect.warning')}</p>
          <ul className="who-list">
            {sessions.map((session) => (
              <li key={session.sessionId}>
                <strong>{session.userName}</strong> · {session.targetHostName} · {session.protocol}
              </li>
            ))}
          </ul>
          <label className="field">
            {t('sessions:disconnect.reason')}
            <textarea
              rows={2}
              maxLength={500}
              value={reason}
              onChange={(event) => setReason(event.target.value)}
            />
          </label>
          {error !== undefined && <ErrorNotice error={error} />}
          <div className="buttons">
            <button type="button" onClick={onClose}>
              {t('common:cancel')}
            </button>
            <button type="submit" className="danger solid" disabled={isRunning}>
              {isRunning ? t('sessions:disconnect.running') : t('sessions:disconnect.confirm')}
            </button>
          </div>
        </form>
      ) : (
        <DisconnectResults sessions={sessions} results={results} onClose={onClose} />
      )}
    </Dialog>
  );
}
