import { type ReactNode, useState } from 'react';
import { isDangerous } from '../../shared/client/machinesApi.ts';
import type { CommandOutput } from '../../shared/contracts/machineOperation.ts';
import { texts } from '../texts.ts';
import { ActionDialog } from './ActionDialog.tsx';
import { namedSysRqKeys, sysRqProblem } from './sysRq.ts';

export type SysRqDialogProps = {
  name: string;
  run: (keys: string) => Promise<CommandOutput | undefined>;
  onClose: () => void;
};

/** SysRq keys by name or freely; what ends something is marked and has to be confirmed. */
export function SysRqDialog({ name, run, onClose }: SysRqDialogProps): ReactNode {
  const [keys, setKeys] = useState('h');
  const danger = isDangerous('sysrq', keys);
  const problem = sysRqProblem(keys);
  const { sysRq } = texts.machines;
  return (
    <ActionDialog
      action="sysrq"
      name={name}
      mustName={danger}
      isInvalid={problem !== undefined}
      run={() => run(keys)}
      onClose={onClose}
    >
      <KeyChoice keys={keys} onChange={setKeys} />
      <label className="field">
        {sysRq.sequence}
        <input
          type="text"
          autoComplete="off"
          autoCapitalize="off"
          spellCheck={false}
          className="keys"
          value={keys}
          aria-invalid={problem !== undefined}
          onChange={(event) => setKeys(event.target.value)}
        />
        {problem !== undefined && <span className="fine problem">{problem}</span>}
      </label>
      {danger && <p className="danger-hint">{sysRq.dangerousHint}</p>}
    </ActionDialog>
  );
}

function KeyChoice({ keys, onChange }: { keys: string; onChange: (keys: string) => void }): ReactNode {
  const { sysRq } = texts.machines;
  const isNamed = namedSysRqKeys.some((one) => one.keys === keys);
  return (
    <label className="field">
      {sysRq.named}
      <select value={isNamed ? keys : ''} onChange={(event) => onChange(event.target.value)}>
        {!isNamed && <option value="">{sysRq.other}</option>}
        {namedSysRqKeys.map((one) => (
          <option key={one.keys} value={one.keys}>
            {one.keys} · {one.name}
            {one.isDangerous && ` (${sysRq.dangerous})`}
          </option>
        ))}
      </select>
    </label>
  );
}
