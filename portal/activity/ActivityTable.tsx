import { Button } from '@fluentui/react-components';
import { InfoRegular } from '@fluentui/react-icons/svg/info';
import type { ReactNode } from 'react';
import type { AuditLogEntry } from '../../shared/contracts/auditLog.ts';
import type { AccessNames } from '../access/decisionText.ts';
import { Badge } from '../components/Badge.tsx';
import { DataTable } from '../components/DataTable.tsx';
import { useT } from '../i18n/i18n.ts';
import { useFormats } from '../i18n/useFormats.ts';
import { eventSentence, reasonText } from './eventSentence.ts';
import { useNames } from './useNames.ts';

export type ActivityTableProps = {
  rows: readonly AuditLogEntry[];
  onDetails: (row: AuditLogEntry) => void;
};

export function ActivityTable({ rows, onDetails }: ActivityTableProps): ReactNode {
  const t = useT();
  const names = useNames();
  return (
    <DataTable
      columns={[
        t('activity:columns.time'),
        t('activity:columns.who'),
        t('activity:columns.event'),
        t('activity:columns.outcome'),
        t('activity:columns.source'),
        t('activity:columns.reason'),
      ]}
      actions={t('activity:details.title')}
    >
      {rows.map((row, index) => (
        // Rows are only ever added at the end.
        // oxlint-disable-next-line react/no-array-index-key
        <Row key={`${row.time} ${index}`} row={row} names={names} onDetails={() => onDetails(row)} />
      ))}
    </DataTable>
  );
}

type RowProps = { row: AuditLogEntry; names: AccessNames; onDetails: () => void };

function Row({ row, names, onDetails }: RowProps): ReactNode {
  const t = useT();
  const formats = useFormats();
  const event = eventSentence(t, row, names);
  const time = formats.dateTime(row.time);
  return (
    <tr data-event={row.event}>
      <td>{time}</td>
      <td>{row.userName === '' ? row.principalId : row.userName}</td>
      <td className="activity-event">{event}</td>
      <td>
        <Badge tone={row.outcome === 'Success' ? 'good' : 'bad'}>
          {t(`activity:outcomes.${row.outcome}`)}
        </Badge>
      </td>
      <td>{row.sourceIpAddress}</td>
      <td className="activity-reason">
        <span>{reasonText(t, row)}</span>
      </td>
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
