import type { ReactNode } from 'react';
import type { ApiError } from '../../shared/client/apiError.ts';
import { GuardedButton } from '../access/GuardedButton.tsx';
import { ErrorDetails } from '../components/ErrorDetails.tsx';
import { Notice } from '../components/Notice.tsx';
import { useT } from '../i18n/i18n.ts';
import { needsRight } from '../i18n/needsRight.ts';
import { rightOf } from '../machines/machineActions.ts';
import type { MachineWork } from '../machines/machineWork.ts';
import { WorkNotice } from '../machines/WorkNotice.tsx';
import { WorkProgress } from '../machines/WorkProgress.tsx';
import { useRights } from '../query/useRights.ts';

export type GuestOffNoticeProps = {
  vmId: string;
  work: MachineWork;
  /** Why there is no console; without it there is one, which waits. */
  error?: ApiError;
  onStarted?: () => Promise<void>;
};

/** The machine has no power: whoever may can give it. */
export function GuestOffNotice({ vmId, work, error, onStarted }: GuestOffNoticeProps): ReactNode {
  const t = useT();
  const right = rightOf('start', vmId) ?? '';
  const reason = useRights(vmId, right)(right);
  const mine = work.works.find((one) => one.vmId === vmId);
  const isStarting = mine?.status === 'running';

  async function start(): Promise<void> {
    if (await work.begin({ vmId, action: 'start' })) await onStarted?.();
  }

  return (
    <>
      <Notice kind="warning" title={t('machines:off.title')}>
        {error !== undefined && !isStarting && <p>{error.message}</p>}
        <p>{error === undefined ? t('machines:off.connected') : t('machines:off.text')}</p>
        {reason !== undefined && <p className="fine">{needsRight(t, right, reason)}</p>}
        {isStarting ? (
          <WorkProgress work={mine} />
        ) : (
          <GuardedButton mayNot={reason} scope={vmId} action={right} onClick={() => void start()}>
            {t(`machines:actions.${'start'}`)}
          </GuardedButton>
        )}
        {error !== undefined && !isStarting && <ErrorDetails error={error} />}
      </Notice>
      <WorkNotice work={mine} onDismiss={() => work.dismiss(vmId)} />
    </>
  );
}
