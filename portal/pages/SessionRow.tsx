import type { ReactNode } from 'react';
import type { SessionResource } from '../../shared/contracts/session.ts';
import { Badge, type BadgeTone } from '../components/Badge.tsx';
import { formatDuration } from '../components/formatDuration.ts';
import { formatDateTime, formatRecent } from '../components/formatTime.ts';
import { Menu } from '../components/Menu.tsx';
import { texts } from '../texts.ts';

export type SessionRowProps = {
  row: SessionResource;
  now: number;
  isSelected: boolean;
  mayDisconnect: boolean;
  onToggle: () => void;
  onDisconnect: () => void;
};

const tones: Readonly<Record<string, BadgeTone>> = { Pending: 'busy', Active: 'good', Disconnecting: 'busy' };

export function SessionRow(props: SessionRowProps): ReactNode {
  const { row, now, isSelected, mayDisconnect, onToggle, onDisconnect } = props;
  const end = row.endTime === undefined ? now : Date.parse(row.endTime);
  const disabledBecause = mayDisconnect ? undefined : texts.sessions.notAllowed;
  return (
    <tr aria-selected={isSelected}>
      <td>
        <input
          type="checkbox"
          aria-label={texts.sessions.select(row.userName, row.targetHostName)}
          checked={isSelected}
          disabled={!mayDisconnect}
          onChange={onToggle}
        />
      </td>
      <td>
        {row.userName}
        {row.userEmail !== row.userName && <span className="fine">{row.userEmail}</span>}
      </td>
      <td>
        {row.targetHostName}
        <span className="fine">{row.targetIpAddress}</span>
      </td>
      <td>{row.protocol}</td>
      <td>{row.sourceIpAddress}</td>
      <td title={formatDateTime(row.startTime)}>{formatRecent(row.startTime, now)}</td>
      <td className="ticking">{formatDuration(end - Date.parse(row.startTime))}</td>
      <td>{row.mode}</td>
      <td>
        <Badge tone={tones[row.state] ?? 'neutral'}>{row.state}</Badge>
      </td>
      <td className="ticking" title={formatDateTime(row.lastActivityTime)}>
        {texts.sessions.ago(formatDuration(now - Date.parse(row.lastActivityTime)))}
      </td>
      <td>{row.relayId}</td>
      <td className="sticky-end">
        <Menu
          label={texts.sessions.actions(row.userName, row.targetHostName)}
          items={[{ label: texts.sessions.delete, onSelect: onDisconnect, disabledBecause }]}
        />
      </td>
    </tr>
  );
}
