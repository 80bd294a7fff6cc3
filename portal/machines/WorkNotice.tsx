import { Button } from '@fluentui/react-components';
import type { ReactNode } from 'react';
import { ErrorNotice } from '../components/ErrorNotice.tsx';
import { useT } from '../i18n/i18n.ts';
import type { Machine } from './MachineDialog.tsx';
import type { Work } from './machineWork.ts';

/** A power operation that failed, for as long as nobody has read it. */
export function WorkNotice({
  work,
  machine,
  onDismiss,
}: {
  work: Work | undefined;
  machine: Machine;
  onDismiss: () => void;
}): ReactNode {
  const t = useT();
  if (work?.status !== 'failed') return null;
  return (
    <ErrorNotice title={t(`machines:failed.${work.action}`, { name: machine.name })} error={work.error}>
      <Button onClick={onDismiss}>{t('common:dismiss')}</Button>
    </ErrorNotice>
  );
}
