import { Button } from '@fluentui/react-components';
import type { ReactNode } from 'react';
import { Dialog } from '../components/Dialog.tsx';
import { useT } from '../i18n/i18n.ts';

export type LinkDialogProps = { target: string; onClose: () => void };

/** A guest may call a link what it likes: a person sees where it leads before they go there. */
export function LinkDialog({ target, onClose }: LinkDialogProps): ReactNode {
  const t = useT();
  return (
    <Dialog title={t('console:link.title')} onClose={onClose}>
      <p>{t('console:link.warning')}</p>
      <p className="link-target" translate="no">
        <strong>{new URL(target).host}</strong>
        <code>{target}</code>
      </p>
      <div className="buttons">
        <Button onClick={onClose}>{t('common:cancel')}</Button>
        <Button
          as="a"
          appearance="primary"
          href={target}
          target="_blank"
          rel="noopener noreferrer"
          onClick={onClose}
        >
          {t('console:link.open')}
        </Button>
      </div>
    </Dialog>
  );
}
