import type { ReactNode } from 'react';
import { PageTitle } from '../components/PageTitle.tsx';
import { useT } from '../i18n/i18n.ts';

export function ActivityPage(): ReactNode {
  const t = useT();
  return <PageTitle title={t('activity:title')} />;
}
