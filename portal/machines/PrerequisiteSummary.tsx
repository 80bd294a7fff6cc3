import type { ReactNode } from 'react';
import { ErrorNotice } from '../components/ErrorNotice.tsx';
import { Link } from '../components/Link.tsx';
import { Loading } from '../components/Loading.tsx';
import { useT } from '../i18n/i18n.ts';
import { paths } from '../router.ts';
import { PrerequisiteTable } from './PrerequisiteTable.tsx';
import { ReadyNotice } from './ReadyNotice.tsx';
import { usePrerequisites } from './usePrerequisites.ts';

/** Whether the serial console would open, and what stops it. All that is checked has a page of its own. */
export function PrerequisiteSummary({ vmId }: { vmId: string }): ReactNode {
  const t = useT();
  const { data, error, isPending, refetch } = usePrerequisites(vmId);
  const unmet = data?.value.filter(({ state }) => state !== 'pass') ?? [];
  return (
    <section className="card wide" aria-labelledby="machine-prerequisites">
      <h2 id="machine-prerequisites">{t('machines:overview.prerequisites')}</h2>
      {error !== null && <ErrorNotice error={error} onTryAgain={() => refetch()} />}
      {isPending && <Loading />}
      {data !== undefined && <ReadyNotice isReady={data.ready} />}
      {unmet.length > 0 && <PrerequisiteTable rows={unmet} />}
      <p>
        <Link href={paths.prerequisites(vmId)}>{t('machines:prerequisites.see')}</Link>
      </p>
    </section>
  );
}
