import type { ReactNode } from 'react';
import { PageTitle } from '../components/PageTitle.tsx';
import { useT } from '../i18n/i18n.ts';

export function RecordingPage({ recordingId }: { recordingId: string }): ReactNode {
  const t = useT();
  return <PageTitle title={t('replay:oneTitle')}>{recordingId}</PageTitle>;
}
