import type { ReactNode } from 'react';
import type { SessionResource } from '../../shared/contracts/session.ts';
import { useNow } from '../components/useNow.ts';
import { Grid, type GridColumn } from '../grid/Grid.tsx';
import { type Translate, useT } from '../i18n/i18n.ts';
import { useFormats } from '../i18n/useFormats.ts';
import { protocolColumn, sourceColumn, targetColumn, timeColumns, userColumn } from './sessionColumns.tsx';
import { reasonText } from './sessionTexts.ts';

export function HistoryGrid({ rows }: { rows: readonly SessionResource[] }): ReactNode {
  const t = useT();
  const now = useNow();
  const world = { t, formats: useFormats() };
  return (
    <Grid
      label={t('sessions:history.label')}
      rows={rows}
      idOf={({ sessionId }) => sessionId}
      rowProps={({ sessionId }) => ({ 'data-session': sessionId })}
      columns={[
        userColumn(world),
        targetColumn(world),
        whyColumn(t),
        ...timeColumns(world, now).map((column) => ({ ...column, isWideOnly: true })),
        protocolColumn(world),
        sourceColumn(world),
      ].map((column) => ({ ...column, isSortable: false }))}
    />
  );
}

const whyColumn = (t: Translate): GridColumn<SessionResource> => ({
  id: 'why',
  header: t('sessions:columns.why'),
  width: '30%',
  narrowWidth: '42%',
  cell: ({ endReason, endedBy, endMessage, recording }) => {
    const by = endedBy === undefined ? [] : [t('sessions:history.by', { name: endedBy })];
    const said = endMessage === undefined ? [] : [t('sessions:history.said', { text: endMessage })];
    const more = [...by, ...said, ...(recording === undefined ? [] : [t('sessions:recorded')])].join(' · ');
    return (
      <>
        <span className="main-line">{reasonText(t, endReason)}</span>
        <span className="fine" title={more}>
          {more}
        </span>
      </>
    );
  },
});
