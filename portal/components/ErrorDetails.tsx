import type { ReactNode } from 'react';
import type { ApiError } from '../../shared/client/apiError.ts';
import { useT } from '../i18n/i18n.ts';

/** What a person who helps will ask for. */
export function ErrorDetails({ error: { code, requestId } }: { error: ApiError }): ReactNode {
  const t = useT();
  return (
    <p className="fine">
      {t('errors:code', { code })}
      {requestId !== undefined && <> · {t('errors:requestId', { id: requestId })}</>}
    </p>
  );
}
