import { useQueryClient } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import type { LockResource } from '../../shared/contracts/lock.ts';
import { ConfirmDialog } from '../components/ConfirmDialog.tsx';
import { useToast } from '../components/toasts.tsx';
import { useT } from '../i18n/i18n.ts';
import { usePortal } from '../PortalContext.ts';
import { forgetAccess } from './forgetAccess.ts';
import { lockedText } from './lockedText.ts';
import { usePlaceText } from './usePlaceText.ts';

export function RemoveLockDialog({ lock, onClose }: { lock: LockResource; onClose: () => void }): ReactNode {
  const t = useT();
  const placeText = usePlaceText();
  const tell = useToast();
  const { api } = usePortal();
  const queries = useQueryClient();
  const who = lockedText(t, lock);
  async function run(): Promise<void> {
    await api.removeLock(lock.id);
    tell('success', t('access:locks.removed', { who }));
    onClose();
    await forgetAccess(queries);
  }
  return (
    <ConfirmDialog
      title={t('access:locks.removeTitle')}
      confirm={t('access:locks.remove')}
      running={t('access:locks.removing')}
      run={run}
      onClose={onClose}
    >
      <p>{t('access:locks.removeText', { who, place: placeText(lock.properties.scope) })}</p>
      <p className="fine">{lock.properties.reason}</p>
    </ConfirmDialog>
  );
}
