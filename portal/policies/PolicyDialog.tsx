import { type ReactNode, useCallback } from 'react';
import { targetName } from '../../shared/client/armResources.ts';
import { Dialog } from '../components/Dialog.tsx';
import { ErrorNotice } from '../components/ErrorNotice.tsx';
import { Loading } from '../components/Loading.tsx';
import { useLoaded } from '../components/useLoaded.ts';
import { useRights } from '../components/useRights.ts';
import { usePortal } from '../PortalContext.ts';
import { texts } from '../texts.ts';
import { PolicyEditor } from './PolicyEditor.tsx';

const writeAction = 'Microsoft.Network/bastionHosts/write';

/** What a bastion asks of its sessions: to read for whoever sees the bastion, to change for whoever may write it. */
export function PolicyDialog({ bastionId, onClose }: { bastionId: string; onClose: () => void }): ReactNode {
  const { api } = usePortal();
  const load = useCallback(() => api.getPolicy(bastionId), [api, bastionId]);
  const { value, error, run } = useLoaded(load);
  const refusal = useRights(bastionId, writeAction)(writeAction);
  return (
    <Dialog title={texts.policies.title(targetName(bastionId))} onClose={onClose} isWide>
      {error !== undefined && <ErrorNotice error={error} />}
      {value === undefined && error === undefined && <Loading />}
      {value !== undefined && (
        <PolicyEditor
          key={value.etag}
          policy={value}
          refusal={refusal === undefined ? undefined : texts.machines.needs(writeAction, refusal)}
          save={(etag, properties) => api.changePolicy(bastionId, etag, properties)}
          onLoadAgain={() => void run(load)}
          onClose={onClose}
        />
      )}
    </Dialog>
  );
}
