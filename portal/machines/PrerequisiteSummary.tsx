import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { ErrorNotice } from '../components/ErrorNotice.tsx';
import { Link } from '../components/Link.tsx';
import { Loading } from '../components/Loading.tsx';
import { Notice } from '../components/Notice.tsx';
import { useT } from '../i18n/i18n.ts';
import { usePortal } from '../PortalContext.ts';
import { keys } from '../query/keys.ts';
import { paths } from '../router.ts';
import { PrerequisiteTable } from './PrerequisiteTable.tsx';

/** Whether the serial console would open, and what stops it. All that is checked has a page of its own. */
export function PrerequisiteSummary({ vmId }: { vmId: string }): ReactNode {
  const t = useT();
  const { api } = usePortal();
  const { data, error, isPending, refetch } = useQuery({
    queryKey: keys.prerequisites(vmId),
    queryFn: () => api.listPrerequisites(vmId),
  });
  const unmet = data?.value.filter(({ state }) => state !== 'pass') ?? [];
  return (
    <section className="card wide" aria-labelledby="machine-prerequisites">
      <h2 id="machine-prerequisites">{t('machines:overview.prerequisites')}</h2>
      {error !== null && <ErrorNotice error={error} onTryAgain={() => void refetch()} />}
      {isPending && <Loading />}
      {data !== undefined && (
        <Notice kind={data.ready ? 'success' : 'warning'}>
          {data.ready ? t('machines:prerequisites.ready') : t('machines:prerequisites.notReady')}
        </Notice>
      )}
      {unmet.length > 0 && <PrerequisiteTable rows={unmet} />}
      <p>
        <Link href={paths.prerequisites(vmId)}>{t('machines:prerequisites.see')}</Link>
      </p>
    </section>
  );
}
