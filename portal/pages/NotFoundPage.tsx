import type { ReactNode } from 'react';
import { Link } from '../components/Link.tsx';
import { PageTitle } from '../components/PageTitle.tsx';
import { useT } from '../i18n/i18n.ts';
import { paths } from '../router.ts';

export function NotFoundPage(): ReactNode {
  const t = useT();
  return (
    <>
      <PageTitle title={t('common:notFound.title')} />
      <p>{t('common:notFound.text')}</p>
      <Link href={paths.sessions()}>{t('common:notFound.home')}</Link>
    </>
  );
}
