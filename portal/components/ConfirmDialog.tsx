import { Button } from '@fluentui/react-components';
import { type FormEvent, type ReactNode, useState } from 'react';
import { useT } from '../i18n/i18n.ts';
import { Dialog } from './Dialog.tsx';
import { ErrorNotice } from './ErrorNotice.tsx';
import { ReasonField } from './ReasonField.tsx';

export type ConfirmDialogProps = {
  title: string;
  /** What is done, to whom, and what is lost by it. */
  children: ReactNode;
  /** The verb on the button. */
  confirm: string;
  /** The same while it is being done. */
  running: string;
  /** Present = a reason is asked for; nobody has to give one. */
  reasonLabel?: string;
  /** A rejection is shown, and may be tried again. */
  run: (reason: string) => Promise<void>;
  onClose: () => void;
};

/** Asks before something that is hard to undo. */
export function ConfirmDialog(props: ConfirmDialogProps): ReactNode {
  const { title, children, confirm, running, reasonLabel, run, onClose } = props;
  const t = useT();
  const [reason, setReason] = useState('');
  const [isRunning, setRunning] = useState(false);
  const [error, setError] = useState<unknown>();

  async function onSubmit(event: FormEvent): Promise<void> {
    event.preventDefault();
    if (isRunning) return;
    setRunning(true);
    setError(undefined);
    await run(reason.trim()).catch(setError);
    setRunning(false);
  }

  return (
    <Dialog title={title} onClose={onClose}>
      <form onSubmit={(event) => void onSubmit(event)}>
        {children}
        {reasonLabel !== undefined && <ReasonField label={reasonLabel} value={reason} onChange={setReason} />}
        {error !== undefined && <ErrorNotice error={error} />}
        <div className="buttons">
          <Button onClick={onClose}>{t('common:cancel')}</Button>
          <Button
            type="submit"
            appearance="primary"
            className="dangerous-solid"
            disabledFocusable={isRunning}
          >
            {isRunning ? running : confirm}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
