import { type ReactNode, useCallback } from 'react';
import type { ApiError } from '../../shared/client/apiError.ts';
import { ErrorDetails } from '../components/ErrorDetails.tsx';
import { Notice } from '../components/Notice.tsx';
import { useLoaded } from '../components/useLoaded.ts';
import { usePortal } from '../PortalContext.ts';
import { texts } from '../texts.ts';

/** Session monitoring is kept from the bastion: what is missing at its subnet, and the lines that add it. */
export function MonitoringNotice({
  bastionId,
  error,
}: {
  bastionId: string;
  /** With which a refresh was refused. */
  error: ApiError | undefined;
}): ReactNode {
  const { api } = usePortal();
  const { value } = useLoaded(useCallback(() => api.getMonitoringPrerequisites(bastionId), [api, bastionId]));
  const missing = value?.value.filter(
    ({ status, importance }) => status === 'Fail' && importance === 'Required',
  );
  return (
    <Notice kind="warning" title={texts.sessions.blockedTitle}>
      <p>{error?.message ?? texts.sessions.blocked}</p>
      {missing?.map(({ name, message, fix }) => (
        <div key={name} className="fix" data-requirement={name}>
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
