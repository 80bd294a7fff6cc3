import { Button } from '@fluentui/react-components';
import type { ReactNode } from 'react';
import type { AuditLogEntry } from '../../shared/contracts/auditLog.ts';
import { Dialog } from '../components/Dialog.tsx';
import { useT } from '../i18n/i18n.ts';
import { useFormats } from '../i18n/useFormats.ts';
import { plainText } from '../replay/plainText.ts';
import type { ActivityFilter } from './activityFilter.ts';
import { eventSentence } from './eventSentence.ts';
import { scopeName } from './eventText.ts';
import { useNames } from './useNames.ts';

export type ActivityDetailsProps = {
  row: AuditLogEntry;
  /** Shows only what is like this one. */
  onOnly: (changes: Partial<ActivityFilter>) => void;
  onClose: () => void;
};

/** Everything that was kept of one event. */
export function ActivityDetails({ row, onOnly, onClose }: ActivityDetailsProps): ReactNode {
  const t = useT();
  const names = useNames();
  const user = row.userName === '' ? row.principalId : row.userName;
  const affected = row.affectedUserName ?? row.affectedPrincipalId;
  return (
    <Dialog title={eventSentence(t, row, names)} onClose={onClose} isWide>
      <Facts row={row} />
      <details>
        <summary>{t('activity:details.raw')}</summary>
        <pre className="raw-text">
          <code>{rawText(row)}</code>
        </pre>
      </details>
      <div className="buttons start">
        <Button size="small" onClick={() => onOnly({ who: user })}>
          {t('activity:only.who')}
        </Button>
        {affected !== undefined && (
          <Button size="small" onClick={() => onOnly({ who: affected })}>
            {t('activity:only.affected')}
          </Button>
        )}
        <Button size="small" onClick={() => onOnly({ vm: scopeName(row.targetResourceId ?? row.scope) })}>
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

const rawText = (row: AuditLogEntry): string =>
  JSON.stringify(row, undefined, 2).split('\n').map(plainText).join('\n');

function Facts({ row }: { row: AuditLogEntry }): ReactNode {
  const t = useT();
  const formats = useFormats();
  const facts = {
    time: `${formats.dateTime(row.time)} (${row.time})`,
    who: row.userName,
    principalId: row.principalId,
    outcome: t(`activity:outcomes.${row.outcome}`),
    affected: [row.affectedUserName, row.affectedPrincipalId].filter(Boolean).join(' · '),
    about: [row.targetResourceId, row.scope].filter(Boolean).join(' · '),
    role: row.roleName,
    action: row.action,
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
