import type { ReactNode } from 'react';
import { EmptyState } from '../components/EmptyState.tsx';
import { LinkButton } from '../components/LinkButton.tsx';
import { PageTitle } from '../components/PageTitle.tsx';
import { useT } from '../i18n/i18n.ts';
import { paths } from '../router.ts';

export function NotFoundPage(): ReactNode {
  const t = useT();
  return (
    <>
      <PageTitle title={t('common:notFound.title')} />
      <EmptyState title={t('common:notFound.text')}>
        <LinkButton isPrimary href={paths.sessions()}>
          {t('common:notFound.home')}
        </LinkButton>
      </EmptyState>
    </>
  );
}
