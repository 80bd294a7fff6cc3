import { ArrowSortDownRegular } from '@fluentui/react-icons/svg/arrow-sort-down';
import { ArrowSortUpRegular } from '@fluentui/react-icons/svg/arrow-sort-up';
import { type CSSProperties, memo, type ReactNode, useRef } from 'react';
import { useMedia } from '../components/useMedia.ts';
import type { GridSort } from './gridSort.ts';
import { useRowFocus } from './useRowFocus.ts';
import { useRowHover } from './useRowHover.ts';
import { useRowWindow } from './useRowWindow.ts';

export type GridColumn<Row> = {
  readonly id: string;
  readonly header: ReactNode;
  readonly cell: (row: Row) => ReactNode;
  /** Such as `12%` or `3rem`; those without one share what is left. */
  readonly width?: string;
  /** The same on a narrow screen. */
  readonly narrowWidth?: string;
  readonly isSortable?: boolean;
  /** Only where there is room for it. */
  readonly isWideOnly?: boolean;
};

export type GridProps<Row> = {
  label: string;
  columns: readonly GridColumn<Row>[];
  rows: readonly Row[];
  idOf: (row: Row) => string;
  sort?: GridSort;
  onSort?: (columnId: string) => void;
  /** Attributes of a row's element. */
  rowProps?: (row: Row) => Readonly<Record<string, unknown>>;
  /** A mouse is over the rows: nothing should move below it. */
  onHover?: (isOver: boolean) => void;
};

/** Two lines of text; where there is little room beside each other, three. */
const rowHeightPx = { wide: 52, narrow: 72 };
const narrowScreen = matchMedia('(max-width: 48rem)');

/** A table of any length: only the rows that are seen are in the page. Its header and last column stay in view. */
export function Grid<Row>(props: GridProps<Row>): ReactNode {
  const { label, columns, rows, idOf, rowProps, onHover } = props;
  const frame = useRef<HTMLDivElement>(null);
  const body = useRef<HTMLTableSectionElement>(null);
  const rowFocus = useRowFocus(frame);
  useRowHover(body, onHover);
  const rowPx = useMedia(narrowScreen) ? rowHeightPx.narrow : rowHeightPx.wide;
  const { first, end, abovePx, belowPx } = useRowWindow(frame, rows.length, rowPx);
  return (
    <div
      ref={frame}
      className="grid"
      tabIndex={0}
      role="group"
      aria-label={label}
      style={{ '--rows': rows.length, '--row': `${rowPx}px` } as CSSProperties}
    >
      <table aria-label={label} aria-rowcount={rows.length + 1}>
        <GridHead {...props} />
        <tbody ref={body} {...rowFocus}>
          <Space heightPx={abovePx} />
          {rows.slice(first, end).map((row, index) => (
            <GridRow key={idOf(row)} row={row} at={first + index + 2} columns={columns} rowProps={rowProps} />
          ))}
          <Space heightPx={belowPx} />
        </tbody>
      </table>
    </div>
  );
}

type GridRowProps<Row> = Pick<GridProps<Row>, 'columns'> & {
  row: Row;
  at: number;
  rowProps: GridProps<Row>['rowProps'] | undefined;
};

/** Scrolling changes none of those that stay in view: whoever has made the columns is not asked again. */
const GridRow = memo(OneRow) as typeof OneRow;

function OneRow<Row>({ row, at, columns, rowProps }: GridRowProps<Row>): ReactNode {
  return (
    <tr aria-rowindex={at} {...rowProps?.(row)}>
      {columns.map(({ id, cell, isWideOnly = false }) => (
        <td key={id} className={isWideOnly ? 'wide-only' : ''} data-column={id}>
          {cell(row)}
        </td>
      ))}
    </tr>
  );
}

function GridHead<Row>({ columns, sort, onSort }: GridProps<Row>): ReactNode {
  return (
    <thead>
      <tr aria-rowindex={1}>
        {columns.map(({ id, header, width, narrowWidth, isSortable = false, isWideOnly = false }) => (
          <th
            key={id}
            scope="col"
            className={isWideOnly ? 'wide-only' : ''}
            data-column={id}
            style={{ '--width': width, '--narrow-width': narrowWidth } as CSSProperties}
            {...(isSortable ? { 'aria-sort': ariaSort(sort, id) } : {})}
          >
            {isSortable ? (
              <button type="button" className="sort" onClick={() => onSort?.(id)}>
                {header}
                {sort?.column === id &&
                  (sort.isDescending ? <ArrowSortDownRegular /> : <ArrowSortUpRegular />)}
              </button>
            ) : (
              header
            )}
          </th>
        ))}
      </tr>
    </thead>
  );
}

function ariaSort(sort: GridSort | undefined, id: string): 'ascending' | 'descending' | 'none' {
  if (sort?.column !== id) return 'none';
  return sort.isDescending ? 'descending' : 'ascending';
}

/** In place of the rows that are not seen. */
function Space({ heightPx }: { heightPx: number }): ReactNode {
  return heightPx > 0 && <tr aria-hidden style={{ height: heightPx }} />;
}
