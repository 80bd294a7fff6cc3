import { type ReactNode, useEffect } from 'react';
import { useT } from '../i18n/i18n.ts';
import { Breadcrumb, type Crumb } from './Breadcrumb.tsx';

export type PageTitleProps = {
  title: string;
  /** What it is called among the pages above it, where that says less: they are named there already. */
  crumb?: string;
  /** The pages above this one, from the top. */
  above?: readonly Crumb[];
  children?: ReactNode;
};

/** The page's heading, which is also the document's title. */
export function PageTitle({ title, crumb = title, above = [], children }: PageTitleProps): ReactNode {
  const t = useT();
  useEffect(() => {
    document.title = `${title} – ${t('common:product')}`;
  }, [title, t]);
  return (
    <>
      {above.length > 0 && <Breadcrumb above={above} title={crumb} />}
      <div className="page-title">
        <h1>{title}</h1>
        {children}
      </div>
    </>
  );
}
