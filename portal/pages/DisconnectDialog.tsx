import { type FormEvent, type ReactNode, useState } from 'react';
import type { SessionStateRow } from '../../shared/contracts/api.ts';
import type { SessionResource } from '../../shared/contracts/session.ts';
import { Dialog } from '../components/Dialog.tsx';
import { ErrorNotice } from '../components/ErrorNotice.tsx';
import { usePortal } from '../PortalContext.ts';
import { texts } from '../texts.ts';
import { DisconnectResults } from './DisconnectResults.tsx';

export type DisconnectDialogProps = {
  bastionId: string;
  sessions: readonly SessionResource[];
  onClose: () => void;
};

/** Asks before it cuts, says who is meant, and then what became of each. */
export function DisconnectDialog({ bastionId, sessions, onClose }: DisconnectDialogProps): ReactNode {
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

  const title = results === undefined ? texts.disconnect.title : texts.disconnect.result;

  function onSubmit(event: FormEvent): void {
    event.preventDefault();
    void disconnect();
  }

  return (
    <Dialog title={title(sessions.length)} onClose={onClose}>
      {results === undefined ? (
        <form onSubmit={onSubmit}>
          <p>{texts.disconnect.warning}</p>
          <ul className="who-list">
            {sessions.map((session) => (
              <li key={session.sessionId}>
                <strong>{session.userName}</strong> · {session.targetHostName} · {session.protocol}
              </li>
            ))}
          </ul>
          <label className="field">
            {texts.disconnect.reason}
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
              {texts.cancel}
            </button>
            <button type="submit" className="danger solid" disabled={isRunning}>
              {isRunning ? texts.disconnect.running : texts.disconnect.confirm}
            </button>
          </div>
        </form>
      ) : (
        <DisconnectResults sessions={sessions} results={results} onClose={onClose} />
      )}
    </Dialog>
  );
}
