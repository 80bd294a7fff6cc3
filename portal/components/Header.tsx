import type { ReactNode } from 'react';
import { usePortal } from '../PortalContext.ts';
import { paths, type Route } from '../router.ts';
import { texts } from '../texts.ts';
import { Link } from './Link.tsx';

export function Header({ route }: { route: Route }): ReactNode {
  const { signIn } = usePortal();
  const current = (isCurrent: boolean) => (isCurrent ? ({ 'aria-current': 'page' } as const) : {});
  const isMachines = ['virtualMachines', 'serialConsole', 'prerequisites'].includes(route.page);
  return (
    <header className="header">
      <Link className="brand" href={paths.sessions()}>
        <img src="/favicon.svg" alt="" width="24" height="24" />
        {texts.product}
      </Link>
      <nav aria-label={texts.nav.label}>
        <Link href={paths.sessions()} {...current(route.page === 'sessions')}>
          {texts.nav.sessions}
        </Link>
        <Link href={paths.virtualMachines()} {...current(isMachines)}>
          {texts.nav.virtualMachines}
        </Link>
      </nav>
      <div className="who">
        <span title={texts.signIn.as(signIn.user?.email ?? '')}>
          <strong>{signIn.user?.name}</strong>
          <span className="fine">{signIn.user?.email}</span>
        </span>
        <button type="button" onClick={() => void signIn.end()}>
          {texts.signIn.out}
        </button>
      </div>
    </header>
  );
}
