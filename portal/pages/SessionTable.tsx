import type { ReactNode } from 'react';
import type { SessionResource } from '../../shared/contracts/session.ts';
import { useNow } from '../components/useNow.ts';
import { useT } from '../i18n/i18n.ts';
import { SessionRow } from './SessionRow.tsx';

export type SessionTableProps = {
  rows: readonly SessionResource[];
  selectedIds: ReadonlySet<string>;
  onSelect: (ids: ReadonlySet<string>) => void;
  onDisconnect: (row: SessionResource) => void;
};

export function SessionTable({ rows, selectedIds, onSelect, onDisconnect }: SessionTableProps): ReactNode {
  const t = useT();
  const now = useNow();
  const choosable = rows.filter(mayDisconnect).map((row) => row.sessionId);
  const allChosen = choosable.length > 0 && choosable.every((id) => selectedIds.has(id));

  function toggle(id: string): void {
    const ids = new Set(selectedIds);
    if (!ids.delete(id)) ids.add(id);
    onSelect(ids);
  }

  return (
    <div className="table-scroll">
      <table>
        <thead>
          <tr>
            <th scope="col">
              <input
                type="checkbox"
                aria-label={t('sessions:selectAll')}
                checked={allChosen}
                disabled={choosable.length === 0}
                onChange={() => onSelect(new Set(allChosen ? [] : choosable))}
              />
            </th>
            <th scope="col">{t('sessions:columns.user')}</th>
            <th scope="col">{t('sessions:columns.target')}</th>
            <th scope="col">{t('sessions:columns.protocol')}</th>
            <th scope="col">{t('sessions:columns.source')}</th>
            <th scope="col">{t('sessions:columns.started')}</th>
            <th scope="col">{t('sessions:columns.duration')}</th>
            <th scope="col">{t('sessions:columns.mode')}</th>
            <th scope="col">{t('sessions:columns.state')}</th>
            <th scope="col">{t('sessions:columns.activity')}</th>
            <th scope="col">{t('sessions:columns.relay')}</th>
            <th scope="col" className="sticky-end">
              <span className="visually-hidden">{t('common:actions')}</span>
            </th>
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <SessionRow
              key={row.sessionId}
              row={row}
              now={now}
              isSelected={selectedIds.has(row.sessionId)}
              mayDisconnect={mayDisconnect(row)}
              onToggle={() => toggle(row.sessionId)}
              onDisconnect={() => onDisconnect(row)}
            />
          ))}
        </tbody>
      </table>
    </div>
  );
}

function mayDisconnect(row: SessionResource): boolean {
  return row.allowedActions.includes('disconnect');
}
