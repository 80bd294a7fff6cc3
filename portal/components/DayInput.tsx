import { Input } from '@fluentui/react-components';
import type { ReactNode } from 'react';
import { endTyping } from '../searchSteps.ts';

export type DayInputProps = { value: string; onType: (value: string) => void };

/** A day of a filter in the address: its parts are typed one after the other. */
export function DayInput({ value, onType }: DayInputProps): ReactNode {
  return <Input type="date" value={value} onChange={(_, { value: day }) => onType(day)} onBlur={endTyping} />;
}
