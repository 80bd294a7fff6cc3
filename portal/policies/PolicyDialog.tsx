import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { targetName } from '../../shared/client/armResources.ts';
import { WhyNot } from '../access/WhyNot.tsx';
import { Dialog } from '../components/Dialog.tsx';
import { ErrorNotice } from '../components/ErrorNotice.tsx';
import { Loading } from '../components/Loading.tsx';
import { useT } from '../i18n/i18n.ts';
import { needsRight } from '../i18n/needsRight.ts';
import { usePortal } from '../PortalContext.ts';
import { keys } from '../query/keys.ts';
import { useRights } from '../query/useRights.ts';
import { PolicyEditor } from './PolicyEditor.tsx';

const writeAction = 'Microsoft.Network/bastionHosts/write';

/** What a bastion asks of its sessions: to read for whoever sees the bastion, to change for whoever may write it. */
export function PolicyDialog({ bastionId, onClose }: { bastionId: string; onClose: () => void }): ReactNode {
  const t = useT();
  const { api } = usePortal();
  const policy = useQuery({
    queryKey: keys.policy(bastionId),
    queryFn: () => api.getPolicy(bastionId),
    // What is being edited must not change beneath the hands.
    staleTime: 0,
    gcTime: 0,
    refetchOnReconnect: false,
  });
  const refusal = useRights(bastionId, writeAction)(writeAction);
  return (
    <Dialog title={t('policies:title', { bastion: targetName(bastionId) })} onClose={onClose} isWide>
      {policy.error !== null && <ErrorNotice error={policy.error} onTryAgain={() => policy.refetch()} />}
      {policy.isPending && <Loading />}
      {refusal !== undefined && <WhyNot scope={bastionId} action={writeAction} />}
      {policy.data !== undefined && (
        <PolicyEditor
          key={policy.data.etag}
          policy={policy.data}
          refusal={refusal === undefined ? undefined : needsRight(t, writeAction, refusal)}
          save={(etag, properties) => api.changePolicy(bastionId, etag, properties)}
          onLoadAgain={() => void policy.refetch()}
          onClose={onClose}
        />
      )}
    </Dialog>
  );
}
