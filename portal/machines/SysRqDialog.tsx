import { Field, Input, Select } from '@fluentui/react-components';
import { type ReactNode, useState } from 'react';
import { isDangerous } from '../../shared/client/machinesApi.ts';
import { type CommandOutput, maxSysRqKeys } from '../../shared/contracts/machineOperation.ts';
import { useT } from '../i18n/i18n.ts';
import { ActionDialog } from './ActionDialog.tsx';
import { canSendSysRq, namedSysRqKeys } from './sysRq.ts';

export type SysRqDialogProps = {
  name: string;
  run: (keys: string) => Promise<CommandOutput | undefined>;
  onClose: () => void;
};

/** SysRq keys by name or freely; what ends something is marked and has to be confirmed. */
export function SysRqDialog({ name, run, onClose }: SysRqDialogProps): ReactNode {
  const t = useT();
  const [keys, setKeys] = useState('h');
  const danger = isDangerous('sysrq', keys);
  const isInvalid = !canSendSysRq(keys);
  return (
    <ActionDialog
      action="sysrq"
      name={name}
      mustName={danger}
      isInvalid={isInvalid}
      run={() => run(keys)}
      onClose={onClose}
    >
      <KeyChoice keys={keys} onChange={setKeys} />
      <Field
        label={t('machines:sysRq.sequence')}
        {...(isInvalid && { validationMessage: t('machines:sysRq.invalid', { max: maxSysRqKeys }) })}
      >
        <Input
          autoComplete="off"
          autoCapitalize="off"
          spellCheck={false}
          value={keys}
          onChange={(_, { value }) => setKeys(value)}
        />
      </Field>
      {danger && <p className="danger-hint">{t('machines:sysRq.dangerousHint')}</p>}
    </ActionDialog>
  );
}

function KeyChoice({ keys, onChange }: { keys: string; onChange: (keys: string) => void }): ReactNode {
  const t = useT();
  const isNamed = namedSysRqKeys.some((one) => one.keys === keys);
  return (
    <Field label={t('machines:sysRq.named')}>
      <Select value={isNamed ? keys : ''} onChange={(_, { value }) => onChange(value)}>
        {!isNamed && <option value="">{t('machines:sysRq.other')}</option>}
        {namedSysRqKeys.map((one) => (
          <option key={one.keys} value={one.keys}>
            {one.keys} · {t(`machines:sysRq.keys.${one.keys}`)}
            {one.isDangerous && ` (${t('machines:sysRq.dangerous')})`}
          </option>
        ))}
      </Select>
    </Field>
  );
}
