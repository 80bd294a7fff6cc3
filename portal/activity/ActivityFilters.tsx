import { Button, Input, Select } from '@fluentui/react-components';
import { type ReactNode, useEffect, useState } from 'react';
import { auditEvents, auditOutcomes } from '../../shared/contracts/audit.ts';
import { DayInput } from '../components/DayInput.tsx';
import { useT } from '../i18n/i18n.ts';
import { type ChangeKind, endTyping } from '../searchSteps.ts';
import { type ActivityFilter, rangeOf, ranges } from './activityFilter.ts';

export type ActivityFiltersProps = {
  filter: ActivityFilter;
  change: (changes: Partial<ActivityFilter>, kind?: ChangeKind) => void;
  children: ReactNode;
};

export function ActivityFilters({ filter, change, children }: ActivityFiltersProps): ReactNode {
  const t = useT();
  return (
    <div className="toolbar filters">
      <label>
        {t('activity:filters.range')}
        <Select value={rangeOf(filter)} onChange={(_, { value }) => change({ range: value })}>
          {ranges.map((range) => (
            <option key={range} value={range}>
              {t(`activity:ranges.${range}`)}
            </option>
          ))}
        </Select>
      </label>
      {rangeOf(filter) === 'days' &&
        (['from', 'to'] as const).map((name) => (
          <label key={name}>
            {t(`activity:filters.${name}`)}
            <DayInput value={filter[name]} onType={(day) => change({ [name]: day }, 'typed')} />
          </label>
        ))}
      {(['who', 'vm', 'text'] as const).map((name) => (
        <label key={name}>
          {t(`activity:filters.${name}`)}
          <TextFilter value={filter[name]} onChange={(value) => change({ [name]: value }, 'typed')} />
        </label>
      ))}
      <label>
        {t('activity:filters.event')}
        <Select value={filter.event} onChange={(_, { value }) => change({ event: value })}>
          <option value="">{t('activity:any')}</option>
          {auditEvents.map((event) => (
            <option key={event} value={event}>
              {t(`activity:events.${event}`)}
            </option>
          ))}
        </Select>
      </label>
      <label>
        {t('activity:filters.outcome')}
        <Select value={filter.outcome} onChange={(_, { value }) => change({ outcome: value })}>
          <option value="">{t('activity:any')}</option>
          {auditOutcomes.map((outcome) => (
            <option key={outcome} value={outcome}>
              {t(`activity:outcomes.${outcome}`)}
            </option>
          ))}
        </Select>
      </label>
      {filter.session !== '' && (
        <Button onClick={() => change({ session: '' })}>{t('activity:anySession')}</Button>
      )}
      {children}
    </div>
  );
}

const pauseMs = 400;

/** Each change is a call of the API: it is made when somebody pauses, not for every letter. */
function TextFilter({ value, onChange }: { value: string; onChange: (value: string) => void }): ReactNode {
  const [typed, setTyped] = useState({ text: value, isOf: value });
  // The address has changed by other means: a link, or the filters were cleared.
  if (typed.isOf !== value) setTyped({ text: value, isOf: value });
  useEffect(() => {
    if (typed.text === value) return;
    const timer = setTimeout(() => onChange(typed.text), pauseMs);
    return () => clearTimeout(timer);
  });
  function leave(): void {
    if (typed.text !== value) onChange(typed.text);
    endTyping();
  }
  return (
    <Input
      type="search"
      autoComplete="off"
      value={typed.text}
      onChange={(_, { value: text }) => setTyped({ text, isOf: value })}
      onBlur={leave}
    />
  );
}
