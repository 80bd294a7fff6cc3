import type { ReactNode } from 'react';
import { ErrorNotice } from '../components/ErrorNotice.tsx';
import { texts } from '../texts.ts';
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
  if (work?.status !== 'failed') return null;
  return (
    <ErrorNotice title={texts.machines.failedTitle(work.action, machine.name)} error={work.error}>
      <button type="button" onClick={onDismiss}>
        {texts.machines.dismiss}
      </button>
    </ErrorNotice>
  );
}
