import { type ReactNode, useState } from 'react';
import type { ArmResource } from '../../shared/client/armResources.ts';
import { ErrorNotice } from '../components/ErrorNotice.tsx';
import { Loading } from '../components/Loading.tsx';
import { PageTitle } from '../components/PageTitle.tsx';
import { Tabs } from '../components/Tabs.tsx';
import { useT } from '../i18n/i18n.ts';
import { PolicyButton } from '../policies/PolicyButton.tsx';
import { useBastions } from '../query/useBastions.ts';
import { navigate, paths } from '../router.ts';
import { SessionHistory } from './SessionHistory.tsx';
import { SessionList } from './SessionList.tsx';

export function SessionsPage({ bastionId }: { bastionId: string | undefined }): ReactNode {
  const t = useT();
  const bastions = useBastions();
  const id = bastionId ?? bastions.data?.[0]?.id;
  return (
    <>
      <PageTitle title={t('sessions:title')}>
        <p className="fine">{t('sessions:subtitle')}</p>
        {id !== undefined && <BastionChoice id={id} bastions={bastions.data ?? []} />}
      </PageTitle>
      {bastions.error !== null && bastionId === undefined && (
        <ErrorNotice error={bastions.error} onTryAgain={() => void bastions.refetch()} />
      )}
      {bastions.isPending && bastionId === undefined && <Loading />}
      {bastions.data?.length === 0 && <p className="empty">{t('sessions:noBastion')}</p>}
      {id !== undefined && <BastionSessions key={id} bastionId={id} />}
    </>
  );
}

function BastionSessions({ bastionId }: { bastionId: string }): ReactNode {
  const t = useT();
  const [view, setView] = useState<'active' | 'history'>('active');
  const views = [
    { id: 'active', label: t('sessions:history.active') },
    { id: 'history', label: t('sessions:history.history') },
  ] as const;
  return (
    <>
      <Tabs label={t('sessions:history.views')} tabs={views} chosen={view} onChoose={setView}>
        <PolicyButton bastionId={bastionId} />
      </Tabs>
      {view === 'active' ? <SessionList bastionId={bastionId} /> : <SessionHistory bastionId={bastionId} />}
    </>
  );
}

function BastionChoice({ id, bastions }: { id: string; bastions: readonly ArmResource[] }): ReactNode {
  const t = useT();
  const isListed = bastions.some((bastion) => bastion.id === id);
  return (
    <label className="choice">
      {t('sessions:bastion')}
      <select value={id} onChange={(event) => navigate(paths.sessions(event.target.value))}>
        {!isListed && <option value={id}>{id.split('/').at(-1)}</option>}
        {bastions.map((bastion) => (
          <option key={bastion.id} value={bastion.id}>
            {bastion.name}
          </option>
        ))}
      </select>
    </label>
  );
}
