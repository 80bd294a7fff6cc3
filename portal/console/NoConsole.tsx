import type { ReactNode } from 'react';
import { EmptyState } from '../components/EmptyState.tsx';
import { Loading } from '../components/Loading.tsx';
import { PageTitle } from '../components/PageTitle.tsx';
import { useT } from '../i18n/i18n.ts';
import { maxOpenConsoles } from '../session/openConsoles.ts';

/** Until there is one, or where there are as many as there may be. */
export function NoConsole({ title, isRefused }: { title: string; isRefused: boolean }): ReactNode {
  const t = useT();
  return (
    <>
      <PageTitle title={title} />
      {isRefused ? (
        <EmptyState
          title={t('console:tooMany.title', { count: maxOpenConsoles })}
          text={t('console:tooMany.text')}
        />
      ) : (
        <Loading />
      )}
    </>
  );
}
