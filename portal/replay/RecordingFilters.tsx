import { Input } from '@fluentui/react-components';
import type { ReactNode } from 'react';
import { useT } from '../i18n/i18n.ts';
import { useSearchParams } from '../router.ts';
import type { RecordingFilter } from './filterRecordings.ts';

type SetFilter = (changes: Partial<RecordingFilter>) => void;

const names = ['user', 'vm', 'from', 'to'] as const;

/** In the address, so that it can be sent to somebody. */
export function useRecordingFilter() {
  const [filter, setFilter] = useSearchParams(names);
  return {
    filter,
    setFilter,
    isEmpty: names.every((name) => filter[name] === ''),
    clear: () => setFilter({ user: '', vm: '', from: '', to: '' }),
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
          <Input
            type="search"
            value={filter[name]}
            onChange={(_, { value }) => setFilter({ [name]: value })}
          />
        </label>
      ))}
      {(['from', 'to'] as const).map((name) => (
        <label key={name}>
          {t(`replay:filters.${name}`)}
          <Input type="date" value={filter[name]} onChange={(_, { value }) => setFilter({ [name]: value })} />
        </label>
      ))}
      {children}
    </div>
  );
}
