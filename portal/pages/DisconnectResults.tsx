import type { ReactNode } from 'react';
import type { SessionStateRow } from '../../shared/contracts/api.ts';
import type { SessionResource } from '../../shared/contracts/session.ts';
import { Badge, type BadgeTone } from '../components/Badge.tsx';
import { useT } from '../i18n/i18n.ts';

export type DisconnectResultsProps = {
  sessions: readonly SessionResource[];
  results: readonly SessionStateRow[];
  onClose: () => void;
};

const tones: Readonly<Record<SessionStateRow['state'], BadgeTone>> = {
  Disconnected: 'good',
  Failed: 'bad',
  NotFound: 'neutral',
};

export function DisconnectResults({ sessions, results, onClose }: DisconnectResultsProps): ReactNode {
  const t = useT();
  const nameOf = (id: string): string => {
    const session = sessions.find((one) => one.sessionId === id);
    return session === undefined ? id : `${session.userName} · ${session.targetHostName}`;
  };
  return (
    <>
      <table aria-label={t('sessions:disconnect.result', { count: sessions.length })}>
        <tbody>
          {results.map((row) => (
            <tr key={row.sessionId}>
              <td>{nameOf(row.sessionId)}</td>
              <td>
                <Badge tone={tones[row.state]}>{t(`sessions:disconnect.states.${row.state}`)}</Badge>
                {row.message !== '' && <span className="fine">{row.message}</span>}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      <div className="buttons">
        <button type="button" className="primary" onClick={onClose}>
          {t('common:close')}
        </button>
      </div>
    </>
  );
}
