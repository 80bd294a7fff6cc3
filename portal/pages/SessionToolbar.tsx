import type { ReactNode } from 'react';
import type { SessionResource } from '../../shared/contracts/session.ts';
import { Badge } from '../components/Badge.tsx';
import { formatTime } from '../components/formatTime.ts';
import { texts } from '../texts.ts';
import type { Sessions } from './useSessions.ts';

export type SessionToolbarProps = {
  sessions: Sessions;
  selected: readonly SessionResource[];
  onDisconnect: (sessions: readonly SessionResource[]) => void;
};

export function SessionToolbar({ sessions, selected, onDisconnect }: SessionToolbarProps): ReactNode {
  const { value, isLoading } = sessions;
  return (
    <div className="toolbar">
      <button type="button" disabled={isLoading} onClick={sessions.refresh}>
        {isLoading ? texts.sessions.refreshing : texts.sessions.refresh}
      </button>
      <button
        type="button"
        className="danger"
        disabled={selected.length === 0}
        onClick={() => onDisconnect(selected)}
      >
        {texts.sessions.deleteSelected}
      </button>
      <span className="fine">{selected.length > 0 && texts.sessions.selected(selected.length)}</span>
      <LiveBadge sessions={sessions} />
      {value !== undefined && (
        <span className="fine as-of" role="status">
          {texts.sessions.count(value.value.length)} · {texts.sessions.asOf(formatTime(value.asOf))}
        </span>
      )}
    </div>
  );
}

/** Whether rows change by themselves; nothing until that is known. */
function LiveBadge({ sessions: { isLive, staleSince, value } }: { sessions: Sessions }): ReactNode {
  // The control plane itself calls it stale: the page says why.
  if (value?.stale === true) return undefined;
  if (isLive === true) return <Badge tone="good">{texts.sessions.live}</Badge>;
  if (staleSince === undefined) return undefined;
  return <Badge tone="busy">{texts.sessions.staleSince(formatTime(staleSince))}</Badge>;
}
