import type { ReactNode } from 'react';
import type { ApiError } from '../../shared/client/apiError.ts';
import { ErrorNotice } from '../components/ErrorNotice.tsx';
import { Link } from '../components/Link.tsx';
import { useT } from '../i18n/i18n.ts';
import { paths } from '../router.ts';
import { LockedNotice } from './LockedNotice.tsx';
import { isPassing } from './useTryAgain.ts';

export type RefusalNoticeProps = {
  state: 'refused' | 'failed';
  error: ApiError | undefined;
  vmId: string;
  /** It is not the serial console that could not be opened: that may be the way. */
  isShell?: boolean;
};

/** Why there is no console, and where to find out what is missing. */
export function RefusalNotice({ state, error, vmId, isShell = false }: RefusalNoticeProps): ReactNode {
  const t = useT();
  if (error?.code === 'AccessLocked') return <LockedNotice error={error} vmId={vmId} />;
  const isAwaited = isPassing({ state, error });
  const isRefused = state === 'refused';
  const own = t(isRefused ? 'console:refusedTitle' : 'console:failedTitle');
  const title = isShell ? t('ssh:failedTitle') : own;
  return (
    <ErrorNotice title={title} error={error}>
      {isRefused && <p className="fine">{t('console:refusedScope', { scope: error?.target ?? vmId })}</p>}
      {isRefused && <Link href={paths.access(vmId)}>{t('console:whyNot')}</Link>}
      {isAwaited && <p>{t('console:triedAgain')}</p>}
      {isShell && !isRefused && <Link href={paths.serialConsole(vmId)}>{t('machines:serialConsole')}</Link>}
      {!isShell && !isAwaited && error?.code !== 'AuthenticationFailed' && (
        <Link href={paths.prerequisites(vmId)}>{t('machines:prerequisites.see')}</Link>
      )}
    </ErrorNotice>
  );
}
