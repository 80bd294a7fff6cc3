import type { ReactNode } from 'react';
import { targetName } from '../../shared/client/armResources.ts';
import { ErrorNotice } from '../components/ErrorNotice.tsx';
import { LinkButton } from '../components/LinkButton.tsx';
import { Loading } from '../components/Loading.tsx';
import { PageTitle } from '../components/PageTitle.tsx';
import { RefreshButton } from '../components/RefreshButton.tsx';
import { useT } from '../i18n/i18n.ts';
import { aboveMachine } from '../machines/aboveMachine.ts';
import { PrerequisiteTable } from '../machines/PrerequisiteTable.tsx';
import { ReadyNotice } from '../machines/ReadyNotice.tsx';
import { usePrerequisites } from '../machines/usePrerequisites.ts';
import { paths } from '../router.ts';

/** What a machine's serial console needs, as it is now and for whoever is signed in. */
export function PrerequisitesPage({ vmId }: { vmId: string }): ReactNode {
  const t = useT();
  const name = targetName(vmId);
  const { data, error, isPending, isFetching, refetch } = usePrerequisites(vmId);
  return (
    <>
      <PageTitle
        title={t('machines:prerequisites.title', { name })}
        crumb={t('machines:prerequisites.link')}
        above={[...aboveMachine(vmId, t('machines:title')), { href: paths.machine(vmId), label: name }]}
      >
        <p className="fine">{t('machines:prerequisites.subtitle')}</p>
      </PageTitle>
      <div className="toolbar">
        <LinkButton isPrimary href={paths.serialConsole(vmId)}>
          {t('machines:serialConsole')}
        </LinkButton>
        <RefreshButton isRefreshing={isFetching} onRefresh={() => refetch()} />
      </div>
      {error !== null && <ErrorNotice error={error} onTryAgain={() => refetch()} />}
      {isPending && <Loading />}
      {data !== undefined && (
        <>
          <ReadyNotice isReady={data.ready} />
          <PrerequisiteTable rows={data.value} />
        </>
      )}
    </>
  );
}
