import type { ReactNode } from 'react';
import type { SessionResource } from '../../shared/contracts/session.ts';
import { Badge } from '../components/Badge.tsx';
import { useT } from '../i18n/i18n.ts';
import { useFormats } from '../i18n/useFormats.ts';
import type { Sessions } from './useSessions.ts';

export type SessionToolbarProps = {
  sessions: Sessions;
  selected: readonly SessionResource[];
  onDisconnect: (sessions: readonly SessionResource[]) => void;
};

export function SessionToolbar({ sessions, selected, onDisconnect }: SessionToolbarProps): ReactNode {
  const formats = useFormats();
  const t = useT();
  const { value, isLoading } = sessions;
  return (
    <div className="toolbar">
      <button type="button" disabled={isLoading} onClick={sessions.refresh}>
        {isLoading ? t('common:refreshing') : t('common:refresh')}
      </button>
      <button
        type="button"
        className="danger"
        disabled={selected.length === 0}
        onClick={() => onDisconnect(selected)}
      >
        {t('sessions:deleteSelected')}
      </button>
      <span className="fine">
        {selected.length > 0 && t('sessions:selected', { count: selected.length })}
      </span>
      <LiveBadge sessions={sessions} />
      {value !== undefined && (
        <span className="fine as-of" role="status">
          {t('sessions:count', { count: value.value.length })} ·{' '}
          {t('common:asOf', { time: formats.time(value.asOf) })}
        </span>
      )}
    </div>
  );
}

/** Whether rows change by themselves; nothing until that is known. */
function LiveBadge({ sessions: { isLive, staleSince, value } }: { sessions: Sessions }): ReactNode {
  const formats = useFormats();
  const t = useT();
  // The control plane itself calls it stale: the page says why.
  if (value?.stale === true) return undefined;
  if (isLive === true) return <Badge tone="good">{t('sessions:live')}</Badge>;
  if (staleSince === undefined) return undefined;
  return <Badge tone="busy">{t('sessions:staleSince', { time: formats.time(staleSince) })}</Badge>;
}
