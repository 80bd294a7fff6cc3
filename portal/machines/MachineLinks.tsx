import type { ReactNode } from 'react';
import { Link } from '../components/Link.tsx';
import { useT } from '../i18n/i18n.ts';
import { paths } from '../router.ts';
import type { Machine } from './MachineDialog.tsx';

/** Every other page about a machine. */
export function MachineLinks({ machine: { id, name } }: { machine: Machine }): ReactNode {
  const t = useT();
  return (
    <nav className="link-row" aria-label={t('machines:overview.more')}>
      <Link href={paths.bootDiagnostics(id)}>{t('machines:bootDiagnostics.link')}</Link>
      <Link href={paths.recordings(name)}>{t('common:nav.recordings')}</Link>
      <Link href={paths.activity(name)}>{t('common:nav.activity')}</Link>
      <Link href={paths.access(id)}>{t('common:nav.access')}</Link>
      <Link href={paths.prerequisites(id)}>{t('machines:prerequisites.link')}</Link>
    </nav>
  );
}
