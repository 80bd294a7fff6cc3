import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import type { ApiError } from '../../shared/client/apiError.ts';
import { ErrorDetails } from '../components/ErrorDetails.tsx';
import { Notice } from '../components/Notice.tsx';
import { useT } from '../i18n/i18n.ts';
import { usePortal } from '../PortalContext.ts';
import { keys } from '../query/keys.ts';

/** Session monitoring is kept from the bastion: what is missing at its subnet, and the lines that add it. */
export function MonitoringNotice({
  bastionId,
  error,
}: {
  bastionId: string;
  /** With which a refresh was refused. */
  error: ApiError | undefined;
}): ReactNode {
  const t = useT();
  const { api } = usePortal();
  const { data } = useQuery({
    queryKey: keys.monitoring(bastionId),
    queryFn: () => api.getMonitoringPrerequisites(bastionId),
  });
  const missing = data?.value.filter(
    ({ status, importance }) => status === 'Fail' && importance === 'Required',
  );
  return (
    <Notice kind="warning" title={t('sessions:blockedTitle')}>
      <p>{error?.message ?? t('sessions:blocked')}</p>
      {missing?.map(({ name, message, fix }) => (
        <div key={name} data-requirement={name}>
          <strong>{name}</strong>
          {error?.message.includes(message) !== true && <p className="fine">{message}</p>}
          {fix !== undefined && (
            <pre>
              <code>{fix.azureCli}</code>
            </pre>
          )}
        </div>
      ))}
      {error !== undefined && <ErrorDetails error={error} />}
    </Notice>
  );
}
