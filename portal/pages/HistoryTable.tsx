import type { ReactNode } from 'react';
import type { SessionResource } from '../../shared/contracts/session.ts';
import { formatDuration } from '../components/formatDuration.ts';
import { formatDateTime } from '../components/formatTime.ts';
import { texts } from '../texts.ts';

export function HistoryTable({ rows }: { rows: readonly SessionResource[] }): ReactNode {
  const { columns } = texts.sessions;
  const { columns: ends } = texts.history;
  return (
    <div className="table-scroll">
      <table className="history">
        <thead>
          <tr>
            <th scope="col">{columns.user}</th>
            <th scope="col">{columns.target}</th>
            <th scope="col">{ends.why}</th>
            <th scope="col">{columns.started}</th>
            <th scope="col">{columns.duration}</th>
            <th scope="col">{columns.protocol}</th>
            <th scope="col">{columns.source}</th>
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
        {formatDateTime(row.startTime)}
        {row.recording !== undefined && <span className="fine">{texts.history.recorded}</span>}
      </td>
      <td className="ticking">{formatDuration(durationMs)}</td>
      <td>
        {row.protocol}
        <span className="fine">{row.mode}</span>
      </td>
      <td>{row.sourceIpAddress}</td>
    </tr>
  );
}

function WhyEnded({ row: { endReason, endedBy, endMessage } }: { row: SessionResource }): ReactNode {
  const { history } = texts;
  return (
    <>
      {history.reason(endReason)}
      {endedBy !== undefined && <span className="fine">{history.by(endedBy)}</span>}
      {endMessage !== undefined && <span className="fine">“{endMessage}”</span>}
    </>
  );
}
