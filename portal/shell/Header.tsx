import { Button } from '@fluentui/react-components';
import { NavigationRegular } from '@fluentui/react-icons/svg/navigation';
import type { ReactNode } from 'react';
import { Link } from '../components/Link.tsx';
import { useT } from '../i18n/i18n.ts';
import { paths } from '../router.ts';
import type { ThemeState } from '../theme/useTheme.ts';
import { AccountMenu } from './AccountMenu.tsx';
import { FindMachine } from './FindMachine.tsx';
import { SettingsMenu } from './SettingsMenu.tsx';

export type HeaderProps = { theme: ThemeState; isNavOpen: boolean; onToggleNav: () => void };

export function Header({ theme, isNavOpen, onToggleNav }: HeaderProps): ReactNode {
  const t = useT();
  return (
    <header className="header">
      <Button
        appearance="subtle"
        icon={<NavigationRegular />}
        aria-label={t('common:nav.toggle')}
        aria-expanded={isNavOpen}
        aria-controls="main-nav"
        onClick={onToggleNav}
      />
      <Link className="brand" href={paths.sessions()}>
        <img src="/favicon.svg" alt="" width="24" height="24" />
        {t('common:product')}
      </Link>
      <FindMachine />
      <SettingsMenu theme={theme} />
      <AccountMenu />
    </header>
  );
}
