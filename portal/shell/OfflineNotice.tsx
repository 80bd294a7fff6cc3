import type { ReactNode } from 'react';
import { Notice } from '../components/Notice.tsx';
import { useOnline } from '../components/useOnline.ts';
import { useT } from '../i18n/i18n.ts';

export function OfflineNotice(): ReactNode {
  const t = useT();
  if (useOnline()) return null;
  return (
    <div className="offline">
      <Notice kind="warning" title={t('common:offline.title')}>
        {t('common:offline.text')}
      </Notice>
    </div>
  );
}
