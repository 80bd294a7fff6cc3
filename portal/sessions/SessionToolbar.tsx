import { Button } from '@fluentui/react-components';
import { ArrowDownloadRegular } from '@fluentui/react-icons/svg/arrow-download';
import { DeleteRegular } from '@fluentui/react-icons/svg/delete';
import type { ReactNode } from 'react';
import { targetName } from '../../shared/client/armResources.ts';
import type { SessionResource } from '../../shared/contracts/session.ts';
import { Badge } from '../components/Badge.tsx';
import { RefreshButton } from '../components/RefreshButton.tsx';
import { useOnline } from '../components/useOnline.ts';
import { savePieces } from '../download/saveFile.ts';
import { useT } from '../i18n/i18n.ts';
import { useFormats } from '../i18n/useFormats.ts';
import { FilterBox } from './FilterBox.tsx';
import { csvFileName, sessionsCsv } from './sessionsCsv.ts';
import type { SessionRows } from './useSessionRows.ts';
import type { Sessions } from './useSessions.ts';

export type SessionToolbarProps = {
  bastionId: string;
  sessions: Sessions;
  rows: SessionRows;
  selected: readonly SessionResource[];
  filter: string;
  onFilter: (text: string) => void;
  onDisconnect: (sessions: readonly SessionResource[]) => void;
};

export function SessionToolbar(props: SessionToolbarProps): ReactNode {
  const { bastionId, sessions, rows, selected, filter, onFilter, onDisconnect } = props;
  const t = useT();

  function exportRows(): void {
    const name = csvFileName(targetName(bastionId), Date.now());
    void savePieces(name, sessionsCsv(rows.rows), 'text/csv;charset=utf-8');
  }

  return (
    <>
      <div className="toolbar">
        <RefreshButton isRefreshing={sessions.isLoading} onRefresh={sessions.refresh} isShort />
        <Button
          icon={<DeleteRegular />}
          disabled={selected.length === 0}
          onClick={() => onDisconnect(selected)}
        >
          {t('sessions:deleteSelected')}
        </Button>
        <Button icon={<ArrowDownloadRegular />} disabled={rows.rows.length === 0} onClick={exportRows}>
          <span className="narrow-hidden">{t('sessions:export')}</span>
        </Button>
        <FilterBox value={filter} onChange={onFilter} fault={rows.fault} />
      </div>
      <ListState sessions={sessions} rows={rows} selected={selected.length} />
    </>
  );
}

type ListStateProps = { sessions: Sessions; rows: SessionRows; selected: number };

/** How many there are, and how true that is. Always one line: what it says must not move the rows. */
function ListState({ sessions, rows, selected }: ListStateProps): ReactNode {
  const t = useT();
  const formats = useFormats();
  const { value } = sessions;
  if (value === undefined) return null;
  const count = rows.isFiltered
    ? t('sessions:countOf', { shown: rows.rows.length, count: value.value.length })
    : t('sessions:count', { count: value.value.length });
  return (
    <div className="list-state">
      <span role="status">
        {count}
        {selected > 0 && ` · ${t('sessions:selected', { count: selected })}`}
      </span>
      <span className="fine">{t('common:asOf', { time: formats.time(value.asOf) })}</span>
      <LiveBadge sessions={sessions} />
    </div>
  );
}

/** Whether rows change by themselves; nothing until that is known. */
function LiveBadge({ sessions: { isLive, staleSince, value } }: { sessions: Sessions }): ReactNode {
  const t = useT();
  const formats = useFormats();
  const isOnline = useOnline();
  // The control plane itself calls it stale: the page says why.
  if (value?.stale === true) return undefined;
  // A socket takes a while to notice.
  if (!isOnline)
    return <Badge tone="busy">{t('sessions:staleSince', { time: formats.time(value?.asOf ?? 0) })}</Badge>;
  if (isLive === true) return <Badge tone="good">{t('sessions:live')}</Badge>;
  if (staleSince === undefined) return undefined;
  return <Badge tone="busy">{t('sessions:staleSince', { time: formats.time(staleSince) })}</Badge>;
}
