import { Input } from '@fluentui/react-components';
import type { ReactNode } from 'react';
import { DayInput } from '../components/DayInput.tsx';
import { useT } from '../i18n/i18n.ts';
import { useSearchParams } from '../router.ts';
import { type ChangeKind, endTyping } from '../searchSteps.ts';
import type { RecordingFilter } from './filterRecordings.ts';

type SetFilter = (changes: Partial<RecordingFilter>, kind?: ChangeKind) => void;

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
            onChange={(_, { value }) => setFilter({ [name]: value }, 'typed')}
            onBlur={endTyping}
          />
        </label>
      ))}
      {(['from', 'to'] as const).map((name) => (
        <label key={name}>
          {t(`replay:filters.${name}`)}
          <DayInput value={filter[name]} onType={(day) => setFilter({ [name]: day }, 'typed')} />
        </label>
      ))}
      {children}
    </div>
  );
}
