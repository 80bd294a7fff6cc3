import { Button } from '@fluentui/react-components';
import { type FormEvent, type ReactNode, useState } from 'react';
import type { CommandOutput } from '../../shared/contracts/machineOperation.ts';
import { Dialog } from '../components/Dialog.tsx';
import { ErrorNotice } from '../components/ErrorNotice.tsx';
import { NameField } from '../components/NameField.tsx';
import { useT } from '../i18n/i18n.ts';
import { CommandResult } from './CommandResult.tsx';
import type { OfferedAction } from './machineActions.ts';
import { useCommand } from './useCommand.ts';

export type ActionDialogProps = {
  action: OfferedAction;
  name: string;
  /** The machine's name has to be typed before. */
  mustName: boolean;
  /** Resolves to what was seen of it, or to undefined when there is nothing to show. */
  run: () => Promise<CommandOutput | undefined>;
  onClose: () => void;
  /** What there is to choose. */
  children?: ReactNode;
  /** The choice cannot be sent as it is. */
  isInvalid?: boolean;
};

/** Asks before something is done to a machine, and shows what came of it. */
export function ActionDialog(props: ActionDialogProps): ReactNode {
  const t = useT();
  const { action, name, mustName, run, onClose, children, isInvalid = false } = props;
  const [typedName, setTypedName] = useState('');
  const { output, error, isRunning, send } = useCommand(run, onClose);
  const isReady = !isRunning && !isInvalid && (!mustName || typedName.trim() === name);

  function onSubmit(event: FormEvent): void {
    event.preventDefault();
    if (isReady) void send();
  }

  return (
    <Dialog
      title={t('machines:actionTitle', { action: t(`machines:actions.${action}`), name })}
      onClose={onClose}
    >
      <form onSubmit={onSubmit}>
        <p>{t(`machines:consequences.${action}`)}</p>
        {children}
        {mustName && (
          <NameField
            label={t('common:confirm.typeName', { name })}
            value={typedName}
            onChange={setTypedName}
          />
        )}
        {output !== undefined && <CommandResult output={output} />}
        {error !== undefined && <ErrorNotice error={error} />}
        <p className="fine">{t('machines:viewersStay')}</p>
        <div className="buttons">
          <Button onClick={onClose}>{output === undefined ? t('common:cancel') : t('common:close')}</Button>
          <Button
            type="submit"
            appearance="primary"
            className={mustName ? 'dangerous-solid' : ''}
            disabled={!isReady}
          >
            {isRunning
              ? t('machines:sending')
              : t(action === 'sysrq' ? 'machines:send' : `machines:actions.${action}`)}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
