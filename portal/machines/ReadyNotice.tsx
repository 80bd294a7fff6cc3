import type { ReactNode } from 'react';
import { Notice } from '../components/Notice.tsx';
import { useT } from '../i18n/i18n.ts';

/** Whether a serial console would open. */
export function ReadyNotice({ isReady }: { isReady: boolean }): ReactNode {
  const t = useT();
  return (
    <Notice kind={isReady ? 'success' : 'warning'}>
      {isReady ? t('machines:prerequisites.ready') : t('machines:prerequisites.notReady')}
    </Notice>
  );
}
