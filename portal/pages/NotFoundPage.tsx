import type { ReactNode } from 'react';
import { Link } from '../components/Link.tsx';
import { PageTitle } from '../components/PageTitle.tsx';
import { paths } from '../router.ts';
import { texts } from '../texts.ts';

export function NotFoundPage(): ReactNode {
  return (
    <>
      <PageTitle title={texts.notFound.title} />
      <p>{texts.notFound.text}</p>
      <Link href={paths.sessions()}>{texts.notFound.home}</Link>
    </>
  );
}
