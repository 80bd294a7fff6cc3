import { Button } from '@fluentui/react-components';
import { PersonCircleRegular } from '@fluentui/react-icons/svg/person-circle';
import type { ReactNode } from 'react';
import { Menu } from '../components/Menu.tsx';
import { useT } from '../i18n/i18n.ts';
import { usePortal } from '../PortalContext.ts';

/** Who is signed in, and the way out. */
export function AccountMenu(): ReactNode {
  const t = useT();
  const { signIn, signOut } = usePortal();
  const { name = '', email = '' } = signIn.user ?? {};
  return (
    <Menu
      label={t('common:account.label', { name })}
      header={email}
      items={[{ label: t('common:signIn.out'), onSelect: () => void signOut.begin() }]}
      trigger={
        <Button appearance="subtle" icon={<PersonCircleRegular />} data-action="account">
          <span className="who-name">{name}</span>
        </Button>
      }
    />
  );
}
