import { Button } from '@fluentui/react-components';
import { InfoRegular } from '@fluentui/react-icons/svg/info';
import type { ReactNode } from 'react';
import type { AuditLogEntry } from '../../shared/contracts/auditLog.ts';
import { Badge } from '../components/Badge.tsx';
import { DataTable } from '../components/DataTable.tsx';
import { useT } from '../i18n/i18n.ts';
import { useFormats } from '../i18n/useFormats.ts';
import { eventText, scopeName } from './eventText.ts';

export type ActivityTableProps = {
  rows: readonly AuditLogEntry[];
  onDetails: (row: AuditLogEntry) => void;
};

export function ActivityTable({ rows, onDetails }: ActivityTableProps): ReactNode {
  const t = useT();
  return (
    <DataTable
      columns={[
        t('activity:columns.time'),
        t('activity:columns.who'),
        t('activity:columns.event'),
        t('activity:columns.about'),
        t('activity:columns.outcome'),
        t('activity:columns.source'),
        t('activity:columns.reason'),
      ]}
      actions={t('activity:details.title')}
    >
      {rows.map((row, index) => (
        // Rows are only ever added at the end.
        // oxlint-disable-next-line react/no-array-index-key
        <Row key={`${row.time} ${index}`} row={row} onDetails={() => onDetails(row)} />
      ))}
    </DataTable>
  );
}

function Row({ row, onDetails }: { row: AuditLogEntry; onDetails: () => void }): ReactNode {
  const t = useT();
  const formats = useFormats();
  const event = eventText(t, row.event);
  const time = formats.dateTime(row.time);
  return (
    <tr data-event={row.event}>
      <td>{time}</td>
      <td>{row.userName === '' ? row.principalId : row.userName}</td>
      <td>{event}</td>
      <td>{scopeName(row.scope)}</td>
      <td>
        <Badge tone={row.outcome === 'Success' ? 'good' : 'bad'}>
          {t(`activity:outcomes.${row.outcome}`)}
        </Badge>
      </td>
      <td>{row.sourceIpAddress}</td>
      <td className="activity-reason">{row.reason}</td>
      <td className="sticky-end">
        <Button
          appearance="subtle"
          icon={<InfoRegular />}
          aria-label={t('activity:details.of', { event, time })}
          onClick={onDetails}
        />
      </td>
    </tr>
  );
}
