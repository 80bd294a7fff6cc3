import { type ReactNode, useCallback } from 'react';
import { targetName } from '../../shared/client/armResources.ts';
import { ErrorNotice } from '../components/ErrorNotice.tsx';
import { Link } from '../components/Link.tsx';
import { Loading } from '../components/Loading.tsx';
import { Notice } from '../components/Notice.tsx';
import { PageTitle } from '../components/PageTitle.tsx';
import { useLoaded } from '../components/useLoaded.ts';
import { usePortal } from '../PortalContext.ts';
import { paths } from '../router.ts';
import { texts } from '../texts.ts';
import { PrerequisiteTable } from './PrerequisiteTable.tsx';

/** What a machine's serial console needs, as it is now and for whoever is signed in. */
export function PrerequisitesPage({ vmId }: { vmId: string }): ReactNode {
  const { api } = usePortal();
  const load = useCallback(() => api.listPrerequisites(vmId), [api, vmId]);
  const { value, error, isLoading, run } = useLoaded(load);
  const { prerequisites } = texts;
  return (
    <>
      <PageTitle title={prerequisites.title(targetName(vmId))}>
        <p className="fine">{prerequisites.subtitle}</p>
      </PageTitle>
      <div className="toolbar">
        <button type="button" disabled={isLoading} onClick={() => void run(load)}>
          {isLoading ? texts.sessions.refreshing : texts.sessions.refresh}
        </button>
        <Link className="button" href={paths.serialConsole(vmId)}>
          {texts.virtualMachines.serialConsole}
        </Link>
      </div>
      {error !== undefined && <ErrorNotice error={error} />}
      {value === undefined && error === undefined && <Loading />}
      {value !== undefined && (
        <>
          <Notice kind={value.ready ? 'info' : 'warning'}>
            {value.ready ? prerequisites.ready : prerequisites.notReady}
          </Notice>
          <PrerequisiteTable rows={value.value} />
        </>
      )}
    </>
  );
}
