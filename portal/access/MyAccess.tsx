import type { ReactNode } from 'react';
import { ErrorNotice } from '../components/ErrorNotice.tsx';
import { Loading } from '../components/Loading.tsx';
import { Notice } from '../components/Notice.tsx';
import { useT } from '../i18n/i18n.ts';
import { useSearchParam } from '../router.ts';
import { DecisionList } from './DecisionList.tsx';
import { useDecisions } from './useDecisions.ts';

/** What the signed-in person may do here. Whoever was refused elsewhere comes with the action that it was about. */
export function MyAccess({ scope }: { scope: string }): ReactNode {
  const t = useT();
  const [action] = useSearchParam('action', 'step');
  const { data, error, isPending, refetch } = useDecisions(scope, { action });
  const asked = data?.decided.find((one) => one.decision.action.toLowerCase() === action.toLowerCase());
  return (
    <section aria-label={t('access:tabs.mine')}>
      {error !== null && <ErrorNotice error={error} onTryAgain={() => refetch()} />}
      {isPending && <Loading />}
      {asked !== undefined && (
        <Notice
          kind={asked.decision.allowed ? 'success' : 'info'}
          title={t(asked.decision.allowed ? 'access:why.may' : 'access:why.mayNot')}
        >
          <DecisionList label={t('access:why.label')} decided={[asked]} />
          {!asked.decision.allowed && <p>{t('access:why.next')}</p>}
        </Notice>
      )}
      {data !== undefined && (
        <DecisionList label={t('access:tabs.mine')} decided={data.decided.filter((one) => one !== asked)} />
      )}
    </section>
  );
}
