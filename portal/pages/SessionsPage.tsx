import { lazy, type ReactNode } from 'react';
import { BastionSelect } from '../components/BastionSelect.tsx';
import { ErrorNotice } from '../components/ErrorNotice.tsx';
import { Loading } from '../components/Loading.tsx';
import { NoBastion } from '../components/NoBastion.tsx';
import { PageTitle } from '../components/PageTitle.tsx';
import { Tabs } from '../components/Tabs.tsx';
import { useT } from '../i18n/i18n.ts';
import { PolicyButton } from '../policies/PolicyButton.tsx';
import { useBastions } from '../query/useBastions.ts';
import { navigate, paths, useSearchParam } from '../router.ts';
import { SessionList } from '../sessions/SessionList.tsx';

const SessionHistory = lazy(async () => ({
  default: (await import('../sessions/SessionHistory.tsx')).SessionHistory,
}));

/** Who is connected through a bastion, and who was: the one in the address, else the first that there is. */
export function SessionsPage({ bastionId }: { bastionId: string | undefined }): ReactNode {
  const t = useT();
  const bastions = useBastions();
  const id = bastionId ?? bastions.data?.[0]?.id;
  return (
    <>
      <PageTitle title={t('sessions:title')}>
        <p className="fine">{t('sessions:subtitle')}</p>
        {id !== undefined && (
          <BastionSelect
            id={id}
            bastions={bastions.data ?? []}
            onChoose={(chosen) => navigate(paths.sessions(chosen))}
          />
        )}
      </PageTitle>
      {bastions.error !== null && bastionId === undefined && (
        <ErrorNotice error={bastions.error} onTryAgain={() => bastions.refetch()} />
      )}
      {bastions.isPending && bastionId === undefined && <Loading />}
      {bastions.data?.length === 0 && bastionId === undefined && <NoBastion />}
      {id !== undefined && <BastionSessions key={id} bastionId={id} />}
    </>
  );
}

const views = ['active', 'history'] as const;

function BastionSessions({ bastionId }: { bastionId: string }): ReactNode {
  const t = useT();
  const [wanted, setWanted] = useSearchParam('view', 'step');
  const view = wanted === 'history' ? 'history' : 'active';
  return (
    <>
      <Tabs
        label={t('sessions:history.views')}
        tabs={views.map((id) => ({ id, label: t(`sessions:history.${id}`) }))}
        chosen={view}
        onChoose={(id) => setWanted(id === 'active' ? '' : id)}
      >
        <PolicyButton bastionId={bastionId} />
      </Tabs>
      {view === 'active' ? <SessionList bastionId={bastionId} /> : <SessionHistory bastionId={bastionId} />}
    </>
  );
}
