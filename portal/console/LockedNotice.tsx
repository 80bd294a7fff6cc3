import type { ReactNode } from 'react';
import type { ApiError } from '../../shared/client/apiError.ts';
import { ErrorDetails } from '../components/ErrorDetails.tsx';
import { Link } from '../components/Link.tsx';
import { Notice } from '../components/Notice.tsx';
import { useT } from '../i18n/i18n.ts';
import { useFormats } from '../i18n/useFormats.ts';
import { paths } from '../router.ts';

/** Who keeps everybody out of this machine, or this person, why and until when. */
export function LockedNotice({ error, vmId }: { error: ApiError; vmId: string }): ReactNode {
  const t = useT();
  const formats = useFormats();
  const { lock } = error;
  return (
    <Notice kind="error" title={t('console:lockedTitle')}>
      {lock === undefined ? (
        <p lang="en">{error.message}</p>
      ) : (
        <>
          <p>{t('console:by', { name: lock.by })}</p>
          <p>{t('console:message', { text: lock.reason })}</p>
          <p>
            {lock.expiresOn === undefined
              ? t('console:lockedForGood')
              : t('console:lockedUntil', { until: formats.dateTime(lock.expiresOn) })}
          </p>
        </>
      )}
      <Link href={paths.access(vmId)}>{t('console:whyNot')}</Link>
      <ErrorDetails error={error} />
    </Notice>
  );
}
