import type { ReactNode } from 'react';
import { ActivityList } from '../activity/ActivityList.tsx';
import { BastionPage } from '../components/BastionPage.tsx';
import { useT } from '../i18n/i18n.ts';

export function ActivityPage(): ReactNode {
  const t = useT();
  return (
    <BastionPage title={t('activity:title')} subtitle={t('activity:subtitle')}>
      {(bastionId) => <ActivityList key={bastionId} bastionId={bastionId} />}
    </BastionPage>
  );
}
