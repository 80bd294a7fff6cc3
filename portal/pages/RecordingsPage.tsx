import type { ReactNode } from 'react';
import { BastionPage } from '../components/BastionPage.tsx';
import { useT } from '../i18n/i18n.ts';
import { RecordingList } from '../replay/RecordingList.tsx';

export function RecordingsPage(): ReactNode {
  const t = useT();
  return (
    <BastionPage title={t('replay:title')} subtitle={t('replay:subtitle')}>
      {(bastionId) => <RecordingList key={bastionId} bastionId={bastionId} />}
    </BastionPage>
  );
}
