import { Button } from '@fluentui/react-components';
import type { ReactNode } from 'react';
import { targetName } from '../../shared/client/armResources.ts';
import { ErrorNotice } from '../components/ErrorNotice.tsx';
import { useT } from '../i18n/i18n.ts';
import type { Work } from './machineWork.ts';

export type WorkNoticeProps = { work: Work | undefined; onDismiss: () => void };

/** A power operation that failed, for as long as nobody has read it. */
export function WorkNotice({ work, onDismiss }: WorkNoticeProps): ReactNode {
  const t = useT();
  if (work?.status !== 'failed') return null;
  return (
    <ErrorNotice
      title={t(`machines:failed.${work.action}`, { name: targetName(work.vmId) })}
      error={work.error}
    >
      <Button onClick={onDismiss}>{t('common:dismiss')}</Button>
    </ErrorNotice>
  );
}
