import { Button } from '@fluentui/react-components';
import type { ReactNode } from 'react';
import type { AuditLogEntry } from '../../shared/contracts/auditLog.ts';
import { Dialog } from '../components/Dialog.tsx';
import { useT } from '../i18n/i18n.ts';
import { useFormats } from '../i18n/useFormats.ts';
import { plainText } from '../replay/plainText.ts';
import type { ActivityFilter } from './activityFilter.ts';
import { eventText, scopeName } from './eventText.ts';

export type ActivityDetailsProps = {
  row: AuditLogEntry;
  /** Shows only what is like this one. */
  onOnly: (changes: Partial<ActivityFilter>) => void;
  onClose: () => void;
};

/** Everything that was kept of one event. */
export function ActivityDetails({ row, onOnly, onClose }: ActivityDetailsProps): ReactNode {
  const t = useT();
  const user = row.userName === '' ? row.principalId : row.userName;
  return (
    <Dialog title={eventText(t, row.event)} onClose={onClose} isWide>
      <Facts row={row} />
      <div className="buttons start">
        <Button size="small" onClick={() => onOnly({ who: user })}>
          {t('activity:only.who')}
        </Button>
        <Button size="small" onClick={() => onOnly({ vm: scopeName(row.scope) })}>
          {t('activity:only.about')}
        </Button>
        {row.sessionId !== undefined && (
          <Button size="small" onClick={() => onOnly({ session: row.sessionId ?? '' })}>
            {t('activity:only.session')}
          </Button>
        )}
      </div>
      <div className="buttons">
        <Button appearance="primary" onClick={onClose}>
          {t('common:close')}
        </Button>
      </div>
    </Dialog>
  );
}

function Facts({ row }: { row: AuditLogEntry }): ReactNode {
  const t = useT();
  const formats = useFormats();
  const facts = {
    time: `${formats.dateTime(row.time)} (${row.time})`,
    who: row.userName,
    principalId: row.principalId,
    outcome: t(`activity:outcomes.${row.outcome}`),
    about: row.scope,
    source: row.sourceIpAddress,
    session: row.sessionId,
    protocol: row.protocol,
    target: row.targetIpAddress,
    duration: row.durationMs === undefined ? undefined : formats.duration(row.durationMs),
    reason: row.reason,
  } as const;
  return (
    <dl className="facts">
      {Object.entries(facts).map(([name, value]) =>
        value === undefined || value === '' ? null : (
          <div key={name}>
            <dt>{t(`activity:facts.${name as keyof typeof facts}`)}</dt>
            <dd>{plainText(value)}</dd>
          </div>
        ),
      )}
    </dl>
  );
}
