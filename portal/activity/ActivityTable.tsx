import { Button } from '@fluentui/react-components';
import { InfoRegular } from '@fluentui/react-icons/svg/info';
import type { ReactNode } from 'react';
import type { AuditLogEntry } from '../../shared/contracts/auditLog.ts';
import { Badge } from '../components/Badge.tsx';
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
    <div className="table-scroll">
      <table>
        <thead>
          <tr>
            <th scope="col">{t('activity:columns.time')}</th>
            <th scope="col">{t('activity:columns.who')}</th>
            <th scope="col">{t('activity:columns.event')}</th>
            <th scope="col">{t('activity:columns.about')}</th>
            <th scope="col">{t('activity:columns.outcome')}</th>
            <th scope="col">{t('activity:columns.source')}</th>
            <th scope="col">{t('activity:columns.reason')}</th>
            <th scope="col">
              <span className="visually-hidden">{t('activity:details.title')}</span>
            </th>
          </tr>
        </thead>
        <tbody>
          {rows.map((row, index) => (
            // Rows are only ever added at the end.
            // oxlint-disable-next-line react/no-array-index-key
            <Row key={`${row.time} ${index}`} row={row} onDetails={() => onDetails(row)} />
          ))}
        </tbody>
      </table>
    </div>
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
