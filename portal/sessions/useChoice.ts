import { useMemo, useState } from 'react';
import type { SessionResource } from '../../shared/contracts/session.ts';
import type { Choice } from './sessionColumns.tsx';

/** Which rows are ticked. One that has gone from the list is no longer chosen, whatever was ticked. */
export function useChoice(
  rows: readonly SessionResource[],
  goneIds: ReadonlySet<string>,
): Choice & { readonly selected: readonly SessionResource[]; readonly clear: () => void } {
  const [ticked, setTicked] = useState<ReadonlySet<string>>(new Set());
  const choosable = useMemo(
    () => rows.filter((row) => !goneIds.has(row.sessionId) && row.allowedActions.includes('disconnect')),
    [rows, goneIds],
  );
  const selected = useMemo(
    () => choosable.filter(({ sessionId }) => ticked.has(sessionId)),
    [choosable, ticked],
  );
  const selectedIds = useMemo(() => new Set(selected.map(({ sessionId }) => sessionId)), [selected]);
  return {
    selected,
    selectedIds,
    choosable: choosable.length,
    mayChoose: (row) => !goneIds.has(row.sessionId) && row.allowedActions.includes('disconnect'),
    onToggle(id) {
      const ids = new Set(ticked);
      if (!ids.delete(id)) ids.add(id);
      setTicked(ids);
    },
    onToggleAll() {
      const isAll = selected.length === choosable.length;
      setTicked(new Set(isAll ? [] : choosable.map(({ sessionId }) => sessionId)));
    },
    clear: () => setTicked(new Set()),
  };
}
