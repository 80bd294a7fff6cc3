import { useDeferredValue, useMemo, useState } from 'react';
import type { SessionResource } from '../../shared/contracts/session.ts';
import { createRowSorter } from '../grid/createRowSorter.ts';
import { type GridSort, readSort, writeSort } from '../grid/gridSort.ts';
import { type HeldRows, holdRows } from '../grid/heldRows.ts';
import { currentLanguage } from '../i18n/i18n.ts';
import { useSearchParam } from '../router.ts';
import type { FilterFault } from './filterTerms.ts';
import { parseSessionFilter } from './parseSessionFilter.ts';
import { newestFirst, sortableColumns, sortValue } from './sessionSort.ts';

const idOf = ({ sessionId }: SessionResource): string => sessionId;
/** Filters that ask how long something lasts are asked again so often. */
const coarseMs = 10_000;

export type SessionRows = HeldRows<SessionResource> & {
  readonly fault: FilterFault | undefined;
  readonly isFiltered: boolean;
  readonly sort: GridSort;
  readonly onSort: (sort: GridSort) => void;
};

/** The rows of a list as its filter and order show them; they keep their places while `isHeld`. */
export function useSessionRows(
  all: readonly SessionResource[],
  filterText: string,
  now: number,
  isHeld: boolean,
): SessionRows {
  const [sortText, setSortText] = useSearchParam('sort', 'silent');
  const { column, isDescending } = readSort(sortText, sortableColumns, newestFirst);
  const text = useDeferredValue(filterText);
  const { condition, fault } = useMemo(() => parseSessionFilter(text), [text]);
  const askedAt = condition === undefined ? 0 : Math.floor(now / coarseMs) * coarseMs;
  const [sortRows] = useState(() => createRowSorter(idOf));
  const wanted = useMemo(() => {
    const shown = condition === undefined ? all : all.filter((row) => condition.matches(row, askedAt));
    const { compare } = new Intl.Collator(currentLanguage());
    return sortRows(shown, { valueOf: sortValue(column), isDescending, compare });
  }, [all, condition, column, isDescending, askedAt, sortRows]);
  const question = `${text} ${column} ${isDescending}`;
  return {
    ...useHeld(wanted, isHeld, question),
    fault,
    isFiltered: condition !== undefined,
    sort: { column, isDescending },
    onSort: (next) => setSortText(writeSort(next)),
  };
}

const none: ReadonlySet<string> = new Set();

/** Another question is answered at once, wherever the pointer is. */
function useHeld(
  wanted: readonly SessionResource[],
  isHeld: boolean,
  question: string,
): HeldRows<SessionResource> {
  const [held, setHeld] = useState<{ rows: readonly SessionResource[]; question: string }>();
  const isKept = isHeld && held?.question === question;
  if (isHeld && !isKept) setHeld({ rows: wanted, question });
  if (!isHeld && held !== undefined) setHeld(undefined);
  return useMemo(
    () => (isKept ? holdRows(held.rows, wanted, idOf) : { rows: wanted, goneIds: none, waiting: 0 }),
    [isKept, held, wanted],
  );
}
