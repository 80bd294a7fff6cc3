import { PlugDisconnectedRegular } from '@fluentui/react-icons/svg/plug-disconnected';
import type { ReactNode } from 'react';
import { useT } from '../i18n/i18n.ts';
import { paths } from '../router.ts';
import { EmptyState } from './EmptyState.tsx';
import { LinkButton } from './LinkButton.tsx';

/** For whoever may see no bastion: machines are what they came for. */
export function NoBastion(): ReactNode {
  const t = useT();
  return (
    <EmptyState
      icon={<PlugDisconnectedRegular fontSize={48} />}
      title={t('sessions:noBastion')}
      text={t('sessions:noBastionHint')}
    >
      <LinkButton isPrimary href={paths.virtualMachines()}>
        {t('sessions:noBastionAction')}
      </LinkButton>
    </EmptyState>
  );
}
