import { type ReactNode, useState } from 'react';
import type { ArmResource } from '../../shared/client/armResources.ts';
import { ErrorNotice } from '../components/ErrorNotice.tsx';
import { Loading } from '../components/Loading.tsx';
import { PageTitle } from '../components/PageTitle.tsx';
import { Tabs } from '../components/Tabs.tsx';
import { PolicyButton } from '../policies/PolicyButton.tsx';
import { navigate, paths } from '../router.ts';
import { texts } from '../texts.ts';
import { SessionHistory } from './SessionHistory.tsx';
import { SessionList } from './SessionList.tsx';
import { useBastion } from './useBastion.ts';

export function SessionsPage({ bastionId }: { bastionId: string | undefined }): ReactNode {
  const bastions = useBastion(bastionId);
  return (
    <>
      <PageTitle title={texts.sessions.title}>
        <p className="fine">{texts.sessions.subtitle}</p>
        {bastions.id !== undefined && <BastionChoice id={bastions.id} bastions={bastions.value ?? []} />}
      </PageTitle>
      {bastions.error !== undefined && bastionId === undefined && <ErrorNotice error={bastions.error} />}
      {bastions.value === undefined && bastions.isLoading && bastionId === undefined && <Loading />}
      {bastions.value?.length === 0 && <p className="empty">{texts.sessions.noBastion}</p>}
      {bastions.id !== undefined && <BastionSessions key={bastions.id} bastionId={bastions.id} />}
    </>
  );
}

function BastionSessions({ bastionId }: { bastionId: string }): ReactNode {
  const [view, setView] = useState<'active' | 'history'>('active');
  const { history } = texts;
  const views = [
    { id: 'active', label: history.active },
    { id: 'history', label: history.history },
  ] as const;
  return (
    <>
      <Tabs label={history.views} tabs={views} chosen={view} onChoose={setView}>
        <PolicyButton bastionId={bastionId} />
      </Tabs>
      {view === 'active' ? <SessionList bastionId={bastionId} /> : <SessionHistory bastionId={bastionId} />}
    </>
  );
}

function BastionChoice({ id, bastions }: { id: string; bastions: readonly ArmResource[] }): ReactNode {
  const isListed = bastions.some((bastion) => bastion.id === id);
  return (
    <label className="choice">
      {texts.sessions.bastion}
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
