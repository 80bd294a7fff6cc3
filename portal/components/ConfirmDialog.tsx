import { Button, Field, Input, Textarea } from '@fluentui/react-components';
import { type FormEvent, type ReactNode, useState } from 'react';
import { useT } from '../i18n/i18n.ts';
import { Dialog } from './Dialog.tsx';
import { ErrorNotice } from './ErrorNotice.tsx';

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
  /** Present = has to be typed before, so that nobody does it to the wrong one by habit. */
  nameToType?: string;
  /** A rejection is shown, and may be tried again. */
  run: (reason: string) => Promise<void>;
  onClose: () => void;
};

/** Asks before something that is hard to undo. */
export function ConfirmDialog(props: ConfirmDialogProps): ReactNode {
  const { title, children, confirm, running, reasonLabel, nameToType, run, onClose } = props;
  const t = useT();
  const [reason, setReason] = useState('');
  const [typed, setTyped] = useState('');
  const [isRunning, setRunning] = useState(false);
  const [error, setError] = useState<unknown>();
  const isReady = !isRunning && (nameToType === undefined || typed.trim() === nameToType);

  async function onSubmit(event: FormEvent): Promise<void> {
    event.preventDefault();
    if (!isReady) return;
    setRunning(true);
    setError(undefined);
    await run(reason.trim()).catch(setError);
    setRunning(false);
  }

  return (
    <Dialog title={title} onClose={onClose}>
      <form onSubmit={(event) => void onSubmit(event)}>
        {children}
        {reasonLabel !== undefined && (
          <Field label={reasonLabel}>
            <Textarea
              rows={2}
              value={reason}
              textarea={{ maxLength: 500 }}
              onChange={(_, { value }) => setReason(value)}
            />
          </Field>
        )}
        {nameToType !== undefined && (
          <Field label={t('common:confirm.typeName', { name: nameToType })}>
            <Input
              autoComplete="off"
              spellCheck={false}
              value={typed}
              onChange={(_, { value }) => setTyped(value)}
            />
          </Field>
        )}
        {error !== undefined && <ErrorNotice error={error} />}
        <div className="buttons">
          <Button onClick={onClose}>{t('common:cancel')}</Button>
          <Button type="submit" appearance="primary" className="dangerous-solid" disabled={!isReady}>
            {isRunning ? running : confirm}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
