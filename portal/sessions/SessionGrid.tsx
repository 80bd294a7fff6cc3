import { type ReactNode, useRef } from 'react';
import type { SessionResource } from '../../shared/contracts/session.ts';
import { targetNameOf } from '../../shared/sessions/facts.ts';
import { Menu, type MenuItem } from '../components/Menu.tsx';
import { Grid, type GridColumn } from '../grid/Grid.tsx';
import { nextSort } from '../grid/gridSort.ts';
import { type Translate, useT } from '../i18n/i18n.ts';
import { useFormats } from '../i18n/useFormats.ts';
import { paths } from '../router.ts';
import {
  type Choice,
  choiceColumn,
  idleColumn,
  protocolColumn,
  sourceColumn,
  stateColumn,
  targetColumn,
  timeColumns,
  userColumn,
} from './sessionColumns.tsx';
import type { SessionRows } from './useSessionRows.ts';

const disconnect = 'Microsoft.Network/bastionHosts/disconnectActiveSessions/action';

export type SessionGridProps = {
  bastionId: string;
  rows: SessionRows;
  now: number;
  choice: Choice;
  onDisconnect: (row: SessionResource) => void;
  /** Somebody points at a row: nothing should move below them. */
  onHold: (isHeld: boolean) => void;
};

export function SessionGrid(props: SessionGridProps): ReactNode {
  const { rows, now, choice, onHold } = props;
  const t = useT();
  const formats = useFormats();
  const world = { t, formats };
  const hold = useRef({ isOver: false, isMenuOpen: false });
  const isChosen = ({ sessionId }: SessionResource): boolean => choice.selectedIds.has(sessionId);

  function change(over: Partial<typeof hold.current>): void {
    // A menu closes and a row is left at one time: each has to know of the other.
    hold.current = { ...hold.current, ...over };
    onHold(hold.current.isOver || hold.current.isMenuOpen);
  }

  const menu: GridColumn<SessionResource> = {
    id: 'menu',
    header: <span className="visually-hidden">{t('common:actions')}</span>,
    width: '3.5rem',
    narrowWidth: '2.25rem',
    cell: (row) => (
      <Menu
        label={t('sessions:actions', { user: row.userName, target: targetNameOf(row) })}
        onOpenChange={(isMenuOpen) => change({ isMenuOpen })}
        items={[disconnectItem(t, row, props)]}
      />
    ),
  };
  return (
    <Grid
      label={t('sessions:title')}
      rows={rows.rows}
      idOf={({ sessionId }) => sessionId}
      sort={rows.sort}
      onSort={(column) => rows.onSort(nextSort(rows.sort, column))}
      onHover={(isOver) => change({ isOver })}
      rowProps={(row) => ({
        'aria-selected': isChosen(row),
        'data-session': row.sessionId,
        className: rows.goneIds.has(row.sessionId) ? 'gone' : '',
      })}
      columns={[
        choiceColumn(world, choice),
        userColumn(world),
        targetColumn(world),
        protocolColumn(world),
        sourceColumn(world),
        ...timeColumns(world, now),
        idleColumn(world, now),
        stateColumn(world, rows.goneIds),
        menu,
      ]}
    />
  );
}

function disconnectItem(
  t: Translate,
  row: SessionResource,
  { bastionId, onDisconnect }: Pick<SessionGridProps, 'bastionId' | 'onDisconnect'>,
): MenuItem {
  const refused = { disabledBecause: t('sessions:notAllowed'), whyHref: paths.whyNot(bastionId, disconnect) };
  return {
    label: t('sessions:delete'),
    isDangerous: true,
    onSelect: () => onDisconnect(row),
    ...(row.allowedActions.includes('disconnect') ? {} : refused),
  };
}
