import type { ReactNode } from 'react';
import { powerState, targetName, type VirtualMachine } from '../../shared/client/armResources.ts';
import { useT } from '../i18n/i18n.ts';
import { resourceGroupOf } from './filterMachines.ts';
import { powerText } from './powerText.ts';

export type FoundMachinesProps = {
  id: string;
  found: readonly VirtualMachine[];
  /** Place of the one that Enter opens; negative = none. */
  meant: number;
  onChoose: (machine: VirtualMachine) => void;
};

/** The focus stays where one types, which says which of these is meant. */
export function FoundMachines({ id, found, meant, onChoose }: FoundMachinesProps): ReactNode {
  const t = useT();
  return (
    <div id={id} role="listbox" aria-label={t('machines:title')}>
      {found.map((machine, index) => (
        <div
          key={machine.id}
          id={`${id}-${index}`}
          role="option"
          tabIndex={-1}
          aria-selected={index === meant}
          data-found={targetName(machine.id)}
          onClick={() => onChoose(machine)}
        >
          {targetName(machine.id)}
          <span className="fine">
            {resourceGroupOf(machine.id)} · {powerText(t, powerState(machine))}
          </span>
        </div>
      ))}
    </div>
  );
}
