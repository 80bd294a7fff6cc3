import { Input } from '@fluentui/react-components';
import type { ReactNode } from 'react';
import { useT } from '../i18n/i18n.ts';
import { useSearchParam } from '../router.ts';
import type { RecordingFilter } from './filterRecordings.ts';

type SetFilter = (name: keyof RecordingFilter, value: string) => void;

/** In the address, so that it can be sent to somebody. */
export function useRecordingFilter() {
  const [user, setUser] = useSearchParam('user');
  const [vm, setVm] = useSearchParam('vm');
  const [from, setFrom] = useSearchParam('from');
  const [to, setTo] = useSearchParam('to');
  const setters = { user: setUser, vm: setVm, from: setFrom, to: setTo };
  const filter: RecordingFilter = { user, vm, from, to };
  const setFilter: SetFilter = (name, value) => setters[name](value);
  return {
    filter,
    setFilter,
    isEmpty: Object.values(filter).every((value) => value === ''),
    clear: () => {
      for (const set of Object.values(setters)) set('');
    },
  };
}

export function RecordingFilters(props: {
  filter: RecordingFilter;
  setFilter: SetFilter;
  children: ReactNode;
}): ReactNode {
  const t = useT();
  const { filter, setFilter, children } = props;
  return (
    <div className="toolbar filters">
      {(['user', 'vm'] as const).map((name) => (
        <label key={name}>
          {t(`replay:filters.${name}`)}
          <Input type="search" value={filter[name]} onChange={(_, { value }) => setFilter(name, value)} />
        </label>
      ))}
      {(['from', 'to'] as const).map((name) => (
        <label key={name}>
          {t(`replay:filters.${name}`)}
          <Input type="date" value={filter[name]} onChange={(_, { value }) => setFilter(name, value)} />
        </label>
      ))}
      {children}
    </div>
  );
}
