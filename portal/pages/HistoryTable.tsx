import type { ReactNode } from 'react';
import type { SessionResource } from '../../shared/contracts/session.ts';
import { useT } from '../i18n/i18n.ts';
import { useFormats } from '../i18n/useFormats.ts';
import { reasonText } from './reasonText.ts';

export function HistoryTable({ rows }: { rows: readonly SessionResource[] }): ReactNode {
  const t = useT();
  return (
    <div className="table-scroll">
      <table className="history">
        <thead>
          <tr>
            <th scope="col">{t('sessions:columns.user')}</th>
            <th scope="col">{t('sessions:columns.target')}</th>
            <th scope="col">{t('sessions:columns.why')}</th>
            <th scope="col">{t('sessions:columns.started')}</th>
            <th scope="col">{t('sessions:columns.duration')}</th>
            <th scope="col">{t('sessions:columns.protocol')}</th>
            <th scope="col">{t('sessions:columns.source')}</th>
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <HistoryRow key={row.sessionId} row={row} />
          ))}
        </tbody>
      </table>
    </div>
  );
}

function HistoryRow({ row }: { row: SessionResource }): ReactNode {
  const formats = useFormats();
  const t = useT();
  const durationMs = Date.parse(row.endTime ?? row.lastActivityTime) - Date.parse(row.startTime);
  return (
    <tr data-session={row.sessionId}>
      <td>
        {row.userName}
        {row.userEmail !== row.userName && <span className="fine">{row.userEmail}</span>}
      </td>
      <td>
        {row.targetHostName}
        <span className="fine">{row.targetIpAddress}</span>
      </td>
      <td className="why">
        <WhyEnded row={row} />
      </td>
      <td>
        {formats.dateTime(row.startTime)}
        {row.recording !== undefined && <span className="fine">{t('sessions:history.recorded')}</span>}
      </td>
      <td className="ticking">{formats.duration(durationMs)}</td>
      <td>
        {row.protocol}
        <span className="fine">{row.mode}</span>
      </td>
      <td>{row.sourceIpAddress}</td>
    </tr>
  );
}

function WhyEnded({ row: { endReason, endedBy, endMessage } }: { row: SessionResource }): ReactNode {
  const t = useT();
  return (
    <>
      {reasonText(t, endReason)}
      {endedBy !== undefined && <span className="fine">{t('sessions:history.by', { name: endedBy })}</span>}
      {endMessage !== undefined && <span className="fine">“{endMessage}”</span>}
    </>
  );
}
