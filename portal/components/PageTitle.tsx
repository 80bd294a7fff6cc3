import { type ReactNode, useEffect } from 'react';
import { texts } from '../texts.ts';

/** The page's heading, which is also the document's title. */
export function PageTitle({ title, children }: { title: string; children?: ReactNode }): ReactNode {
  useEffect(() => {
    document.title = `${title} – ${texts.product}`;
  }, [title]);
  return (
    <div className="page-title">
      <h1>{title}</h1>
      {children}
    </div>
  );
}
