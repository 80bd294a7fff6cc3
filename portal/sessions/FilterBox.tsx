import { Field, Input } from '@fluentui/react-components';
import { SearchRegular } from '@fluentui/react-icons/svg/search';
import type { ReactNode } from 'react';
import { useT } from '../i18n/i18n.ts';
import { endTyping } from '../searchSteps.ts';
import type { FilterFault } from './filterTerms.ts';

export type FilterBoxProps = {
  value: string;
  onChange: (text: string) => void;
  fault: FilterFault | undefined;
};

/** `user:alice vm:web ip:10.0.0.0/8 idle>30m`: what cannot be read is said below, and filters nothing yet. */
export function FilterBox({ value, onChange, fault }: FilterBoxProps): ReactNode {
  const t = useT();
  return (
    <Field
      className="filter-box"
      {...(fault === undefined
        ? {}
        : {
            validationState: 'error' as const,
            validationMessage: t(`sessions:filter.faults.${fault.code}`, {
              text: fault.text,
              expected: fault.expected.join(' '),
            }),
          })}
    >
      <Input
        type="search"
        aria-label={t('sessions:filter.label')}
        placeholder={t('sessions:filter.example')}
        title={t('sessions:filter.hint')}
        autoComplete="off"
        spellCheck={false}
        contentBefore={<SearchRegular />}
        value={value}
        onChange={(_, { value: text }) => onChange(text)}
        onBlur={endTyping}
      />
    </Field>
  );
}
