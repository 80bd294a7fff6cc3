import type { ReactNode } from 'react';
import { Link } from '../components/Link.tsx';
import { useT } from '../i18n/i18n.ts';
import { paths } from '../router.ts';

/** From every “you may not” to what decides it. */
export function WhyNot({ scope, action }: { scope: string; action: string }): ReactNode {
  const t = useT();
  return <Link href={paths.whyNot(scope, action)}>{t('access:why.link')}</Link>;
}
