import type { ReactNode } from 'react';
import type { SessionStateRow } from '../../shared/contracts/api.ts';
import type { SessionResource } from '../../shared/contracts/session.ts';
import { targetNameOf } from '../../shared/sessions/facts.ts';
import { Badge, type BadgeTone } from '../components/Badge.tsx';
import { useT } from '../i18n/i18n.ts';

export type DisconnectResultsProps = {
  sessions: readonly SessionResource[];
  results: readonly SessionStateRow[];
};

const tones: Readonly<Record<SessionStateRow['state'], BadgeTone>> = {
  Disconnected: 'good',
  Failed: 'bad',
  NotFound: 'neutral',
};
/** What failed has to be seen; that the rest went well is a number. */
const order: readonly SessionStateRow['state'][] = ['Failed', 'NotFound', 'Disconnected'];
const maxRows = 200;

export function DisconnectResults({ sessions, results }: DisconnectResultsProps): ReactNode {
  const t = useT();
  const byId = new Map(sessions.map((session) => [session.sessionId, session]));
  const sorted = results.toSorted((a, b) => order.indexOf(a.state) - order.indexOf(b.state));
  const count = (state: SessionStateRow['state']): number =>
    results.filter((row) => row.state === state).length;
  return (
    <>
      <p role="status">
        {order
          .filter((state) => count(state) > 0)
          .map((state) => t(`sessions:disconnect.counts.${state}`, { count: count(state) }))
          .join(' · ')}
      </p>
      <div className="result-list">
        <table aria-label={t('sessions:disconnect.result', { count: sessions.length })}>
          <tbody>
            {sorted.slice(0, maxRows).map((row) => (
              <tr key={row.sessionId}>
                <td>{nameOf(byId.get(row.sessionId)) ?? row.sessionId}</td>
                <td>
                  <Badge tone={tones[row.state]}>{t(`sessions:disconnect.states.${row.state}`)}</Badge>
                  {row.message !== '' && <span className="fine">{row.message}</span>}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </>
  );
}

const nameOf = (session: SessionResource | undefined): string | undefined =>
  session && `${session.userName} · ${targetNameOf(session)}`;
