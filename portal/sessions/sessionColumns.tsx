import { Checkbox } from '@fluentui/react-components';
import type { ReactNode } from 'react';
import type { SessionResource } from '../../shared/contracts/session.ts';
import { targetNameOf } from '../../shared/sessions/facts.ts';
import { Badge, type BadgeTone } from '../components/Badge.tsx';
import { Link } from '../components/Link.tsx';
import type { GridColumn } from '../grid/Grid.tsx';
import type { Formats } from '../i18n/formats.ts';
import type { Translate } from '../i18n/i18n.ts';
import { paths } from '../router.ts';
import { modeText, protocolText, stateText } from './sessionTexts.ts';

type Column = GridColumn<SessionResource>;
export type ColumnWorld = { readonly t: Translate; readonly formats: Formats };

const tones: Readonly<Record<string, BadgeTone>> = { Pending: 'busy', Active: 'good', Disconnecting: 'busy' };

export const userColumn = ({ t }: ColumnWorld): Column => ({
  id: 'user',
  header: t('sessions:columns.user'),
  isSortable: true,
  cell: ({ userName, userEmail }) => (
    <>
      <span className="main-line">{userName}</span>
      {userEmail !== userName && (
        <span className="fine" title={userEmail}>
          {userEmail}
        </span>
      )}
    </>
  ),
});

export const targetColumn = ({ t }: ColumnWorld): Column => ({
  id: 'target',
  header: t('sessions:columns.target'),
  width: '12.5%',
  isSortable: true,
  cell: (row) => (
    <>
      <Link className="main-line" href={paths.machine(row.targetResourceId)}>
        {targetNameOf(row)}
      </Link>
      <span className="fine">{row.targetIpAddress}</span>
    </>
  ),
});

export const protocolColumn = ({ t }: ColumnWorld): Column => ({
  id: 'protocol',
  header: t('sessions:columns.protocol'),
  width: '8.5%',
  isSortable: true,
  isWideOnly: true,
  cell: ({ protocol, mode }) => (
    <>
      {protocolText(t, protocol)}
      <span className="fine">{modeText(t, mode)}</span>
    </>
  ),
});

export const sourceColumn = ({ t }: ColumnWorld): Column => ({
  id: 'source',
  header: t('sessions:columns.source'),
  width: '11%',
  isSortable: true,
  isWideOnly: true,
  cell: ({ sourceIpAddress }) => sourceIpAddress,
});

/** Both tick. */
export const timeColumns = ({ t, formats }: ColumnWorld, now: number): readonly Column[] => [
  {
    id: 'started',
    header: t('sessions:columns.started'),
    width: '12%',
    isSortable: true,
    isWideOnly: true,
    cell: ({ startTime }) => (
      <time dateTime={startTime} title={formats.dateTime(startTime)}>
        {formats.isToday(startTime, now) ? (
          formats.time(Date.parse(startTime))
        ) : (
          <>
            {formats.date(startTime)}
            <span className="fine">{formats.time(Date.parse(startTime))}</span>
          </>
        )}
      </time>
    ),
  },
  {
    id: 'duration',
    header: t('sessions:columns.duration'),
    width: '9.5%',
    narrowWidth: '5.5rem',
    isSortable: true,
    cell: ({ startTime, endTime }) =>
      formats.duration((endTime === undefined ? now : Date.parse(endTime)) - Date.parse(startTime)),
  },
];

export const idleColumn = ({ t, formats }: ColumnWorld, now: number): Column => ({
  id: 'idle',
  header: t('sessions:columns.activity'),
  width: '9.5%',
  isSortable: true,
  isWideOnly: true,
  cell: ({ lastActivityTime }) => (
    <time dateTime={lastActivityTime} title={formats.dateTime(lastActivityTime)}>
      {formats.ago(now - Date.parse(lastActivityTime))}
    </time>
  ),
});

export const stateColumn = ({ t }: ColumnWorld, goneIds: ReadonlySet<string>): Column => ({
  id: 'state',
  header: t('sessions:columns.state'),
  width: '10%',
  isSortable: true,
  isWideOnly: true,
  cell: ({ sessionId, state, recording }) => (
    <>
      {goneIds.has(sessionId) ? (
        <Badge tone="neutral">{stateText(t, 'Ended')}</Badge>
      ) : (
        <Badge tone={tones[state] ?? 'neutral'}>{stateText(t, state)}</Badge>
      )}
      {recording !== undefined && <span className="fine">{t('sessions:recorded')}</span>}
    </>
  ),
});

export type Choice = {
  readonly selectedIds: ReadonlySet<string>;
  /** How many there are to choose from. */
  readonly choosable: number;
  readonly mayChoose: (row: SessionResource) => boolean;
  readonly onToggle: (id: string) => void;
  readonly onToggleAll: () => void;
};

export const choiceColumn = ({ t }: ColumnWorld, choice: Choice): Column => ({
  id: 'choice',
  width: '3rem',
  narrowWidth: '2.25rem',
  header: (
    <Checkbox
      aria-label={t('sessions:selectAll')}
      checked={allOrSome(choice.selectedIds.size, choice.choosable)}
      disabled={choice.choosable === 0}
      onChange={choice.onToggleAll}
    />
  ),
  cell: (row): ReactNode => (
    <Checkbox
      aria-label={t('sessions:select', { user: row.userName, target: targetNameOf(row) })}
      checked={choice.selectedIds.has(row.sessionId)}
      disabled={!choice.mayChoose(row)}
      onChange={() => choice.onToggle(row.sessionId)}
    />
  ),
});

function allOrSome(selected: number, choosable: number): boolean | 'mixed' {
  if (selected === 0) return false;
  return selected >= choosable ? true : 'mixed';
}
