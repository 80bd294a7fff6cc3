import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { targetName } from '../../shared/client/armResources.ts';
import { ErrorNotice } from '../components/ErrorNotice.tsx';
import { Link } from '../components/Link.tsx';
import { Loading } from '../components/Loading.tsx';
import { Notice } from '../components/Notice.tsx';
import { PageTitle } from '../components/PageTitle.tsx';
import { useT } from '../i18n/i18n.ts';
import { usePortal } from '../PortalContext.ts';
import { keys } from '../query/keys.ts';
import { paths } from '../router.ts';
import { PrerequisiteTable } from './PrerequisiteTable.tsx';

/** What a machine's serial console needs, as it is now and for whoever is signed in. */
export function PrerequisitesPage({ vmId }: { vmId: string }): ReactNode {
  const t = useT();
  const { api } = usePortal();
  const { data, error, isPending, isFetching, refetch } = useQuery({
    queryKey: keys.prerequisites(vmId),
    queryFn: () => api.listPrerequisites(vmId),
  });
  return (
    <>
      <PageTitle title={t('machines:prerequisites.title', { name: targetName(vmId) })}>
        <p className="fine">{t('machines:prerequisites.subtitle')}</p>
      </PageTitle>
      <div className="toolbar">
        <button type="button" disabled={isFetching} onClick={() => void refetch()}>
          {isFetching ? t('common:refreshing') : t('common:refresh')}
        </button>
        <Link className="button" href={paths.serialConsole(vmId)}>
          {t('machines:serialConsole')}
        </Link>
      </div>
      {error !== null && <ErrorNotice error={error} onTryAgain={() => void refetch()} />}
      {isPending && <Loading />}
      {data !== undefined && (
        <>
          <Notice kind={data.ready ? 'info' : 'warning'}>
            {data.ready ? t('machines:prerequisites.ready') : t('machines:prerequisites.notReady')}
          </Notice>
          <PrerequisiteTable rows={data.value} />
        </>
      )}
    </>
  );
}
