import { type ReactNode, useState } from 'react';
import { ApiError } from '../../shared/client/apiError.ts';
import type { SessionResource } from '../../shared/contracts/session.ts';
import { ErrorNotice } from '../components/ErrorNotice.tsx';
import { Loading } from '../components/Loading.tsx';
import { Notice } from '../components/Notice.tsx';
import { useT } from '../i18n/i18n.ts';
import { DisconnectDialog } from './DisconnectDialog.tsx';
import { MonitoringNotice } from './MonitoringNotice.tsx';
import { SessionTable } from './SessionTable.tsx';
import { SessionToolbar } from './SessionToolbar.tsx';
import { useSessions } from './useSessions.ts';

export function SessionList({ bastionId }: { bastionId: string }): ReactNode {
  const t = useT();
  const sessions = useSessions(bastionId);
  const [selectedIds, setSelectedIds] = useState<ReadonlySet<string>>(new Set());
  const [toDisconnect, setToDisconnect] = useState<readonly SessionResource[]>([]);
  const rows = sessions.value?.value ?? [];
  // A session that has gone from the list is no longer selected, whatever was ticked.
  const selected = rows.filter((row) => selectedIds.has(row.sessionId));
  const blocked = blockedBy(sessions.error);
  const unanswered = sessions.value?.unansweredRelays ?? [];

  function onDisconnectClosed(): void {
    setToDisconnect([]);
    setSelectedIds(new Set());
    sessions.reload();
  }

  return (
    <section aria-label={t('sessions:title')} aria-busy={sessions.isLoading}>
      <SessionToolbar sessions={sessions} selected={selected} onDisconnect={setToDisconnect} />
      {sessions.error !== undefined && blocked === undefined && <ErrorNotice error={sessions.error} />}
      {unanswered.length > 0 && (
        <Notice kind="warning">
          {t('sessions:unanswered', { count: unanswered.length, relays: unanswered.join(', ') })}
        </Notice>
      )}
      {(sessions.value?.stale === true || blocked !== undefined) && (
        <MonitoringNotice bastionId={bastionId} error={blocked} />
      )}
      {sessions.value === undefined && sessions.isLoading && <Loading />}
      {sessions.value !== undefined && rows.length === 0 && <p className="empty">{t('sessions:empty')}</p>}
      {rows.length > 0 && (
        <SessionTable
          rows={rows}
          selectedIds={selectedIds}
          onSelect={setSelectedIds}
          onDisconnect={(row) => setToDisconnect([row])}
        />
      )}
      {sessions.value?.nextLink !== undefined && (
        <button type="button" disabled={sessions.isLoading} onClick={sessions.more}>
          {t('common:more')}
        </button>
      )}
      {toDisconnect.length > 0 && (
        <DisconnectDialog bastionId={bastionId} sessions={toDisconnect} onClose={onDisconnectClosed} />
      )}
    </section>
  );
}

/** A refresh that the bastion's own subnet prevents, which is mended there and not by trying again. */
function blockedBy(error: unknown): ApiError | undefined {
  return error instanceof ApiError && error.code === 'SessionMonitoringBlocked' ? error : undefined;
}
