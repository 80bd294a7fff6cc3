import { type ReactNode, useCallback } from 'react';
import type { SessionList } from '../../shared/contracts/session.ts';
import { ErrorNotice } from '../components/ErrorNotice.tsx';
import { Loading } from '../components/Loading.tsx';
import { useLoaded } from '../components/useLoaded.ts';
import { usePortal } from '../PortalContext.ts';
import { texts } from '../texts.ts';
import { HistoryTable } from './HistoryTable.tsx';

/** Sessions that are over, newest first: why each ended, who ended it and what was said. */
export function SessionHistory({ bastionId }: { bastionId: string }): ReactNode {
  const { api } = usePortal();
  const load = useCallback(() => api.listSessions(bastionId, { state: 'ended' }), [api, bastionId]);
  const { value, error, isLoading, run } = useLoaded(load);

  async function more(shown: SessionList): Promise<SessionList> {
    const page = await api.moreSessions(shown.nextLink ?? '');
    return { ...page, value: [...shown.value, ...page.value] };
  }

  return (
    <section aria-label={texts.history.label} aria-busy={isLoading}>
      <div className="toolbar">
        <button type="button" disabled={isLoading} onClick={() => void run(load)}>
          {isLoading ? texts.sessions.refreshing : texts.sessions.refresh}
        </button>
        {value !== undefined && (
          <span className="fine as-of" role="status">
            {texts.sessions.count(value.value.length)}
          </span>
        )}
      </div>
      {error !== undefined && <ErrorNotice error={error} />}
      {value === undefined && isLoading && <Loading />}
      {value?.value.length === 0 && <p className="empty">{texts.history.empty}</p>}
      {value !== undefined && value.value.length > 0 && <HistoryTable rows={value.value} />}
      {value?.nextLink !== undefined && (
        <button type="button" disabled={isLoading} onClick={() => void run(() => more(value))}>
          {texts.sessions.more}
        </button>
      )}
    </section>
  );
}
