import { Select } from '@fluentui/react-components';
import type { ReactNode } from 'react';
import type { ArmResource } from '../../shared/client/armResources.ts';
import { useT } from '../i18n/i18n.ts';

export type BastionSelectProps = {
  id: string;
  bastions: readonly ArmResource[];
  onChoose: (id: string) => void;
};

/** Which bastion a page is about; of one alone there is nothing to choose. */
export function BastionSelect({ id, bastions, onChoose }: BastionSelectProps): ReactNode {
  const t = useT();
  const isListed = bastions.some((bastion) => bastion.id === id);
  if (isListed && bastions.length === 1) return null;
  return (
    <label className="page-choice">
      {t('sessions:bastion')}
      <Select value={id} onChange={(_, { value }) => onChoose(value)}>
        {!isListed && <option value={id}>{id.split('/').at(-1)}</option>}
        {bastions.map((bastion) => (
          <option key={bastion.id} value={bastion.id}>
            {bastion.name}
          </option>
        ))}
      </Select>
    </label>
  );
}
