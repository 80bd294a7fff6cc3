import { type ReactNode, useSyncExternalStore } from 'react';
import { Notice } from '../components/Notice.tsx';
import { useT } from '../i18n/i18n.ts';

export function OfflineNotice(): ReactNode {
  const t = useT();
  const isOnline = useSyncExternalStore(subscribe, () => navigator.onLine);
  if (isOnline) return null;
  return (
    <div className="offline">
      <Notice kind="warning" title={t('common:offline.title')}>
        {t('common:offline.text')}
      </Notice>
    </div>
  );
}

function subscribe(onChange: () => void): () => void {
  addEventListener('online', onChange);
  addEventListener('offline', onChange);
  return () => {
    removeEventListener('online', onChange);
    removeEventListener('offline', onChange);
  };
}
