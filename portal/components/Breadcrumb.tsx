import type { ReactNode } from 'react';
import { useT } from '../i18n/i18n.ts';
import { Link } from './Link.tsx';

export type Crumb = { readonly href: string; readonly label: string };

/** Where a page is, and the way up. */
export function Breadcrumb({ above, title }: { above: readonly Crumb[]; title: string }): ReactNode {
  const t = useT();
  return (
    <nav className="breadcrumb" aria-label={t('common:nav.breadcrumb')}>
      <ol>
        {above.map(({ href, label }) => (
          <li key={href}>
            <Link href={href}>{label}</Link>
          </li>
        ))}
        <li aria-current="page">{title}</li>
      </ol>
    </nav>
  );
}
