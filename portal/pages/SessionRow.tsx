import type { ReactNode } from 'react';
import type { SessionResource } from '../../shared/contracts/session.ts';
import { Badge, type BadgeTone } from '../components/Badge.tsx';
import { Menu } from '../components/Menu.tsx';
import { useT } from '../i18n/i18n.ts';
import { useFormats } from '../i18n/useFormats.ts';

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
  const formats = useFormats();
  const t = useT();
  const { row, now, isSelected, mayDisconnect, onToggle, onDisconnect } = props;
  const end = row.endTime === undefined ? now : Date.parse(row.endTime);
  const disabledBecause = mayDisconnect ? undefined : t('sessions:notAllowed');
  return (
    <tr aria-selected={isSelected}>
      <td>
        <input
          type="checkbox"
          aria-label={t('sessions:select', { user: row.userName, target: row.targetHostName })}
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
      <td title={formats.dateTime(row.startTime)}>{formats.recent(row.startTime, now)}</td>
      <td className="ticking">{formats.duration(end - Date.parse(row.startTime))}</td>
      <td>{row.mode}</td>
      <td>
        <Badge tone={tones[row.state] ?? 'neutral'}>{row.state}</Badge>
      </td>
      <td className="ticking" title={formats.dateTime(row.lastActivityTime)}>
        {t('common:ago', { duration: formats.duration(now - Date.parse(row.lastActivityTime)) })}
      </td>
      <td>{row.relayId}</td>
      <td className="sticky-end">
        <Menu
          label={t('sessions:actions', { user: row.userName, target: row.targetHostName })}
          items={[{ label: t('sessions:delete'), onSelect: onDisconnect, disabledBecause }]}
        />
      </td>
    </tr>
  );
}
