import { Button } from '@fluentui/react-components';
import { ArrowClockwiseRegular } from '@fluentui/react-icons/svg/arrow-clockwise';
import type { ReactNode } from 'react';
import { useT } from '../i18n/i18n.ts';

type RefreshButtonProps = {
  readonly isRefreshing: boolean;
  readonly onRefresh: () => unknown;
  /** Only its icon on a phone, where the toolbar has other things to show. */
  readonly isShort?: boolean;
};

/** While it asks anew it takes no press and keeps the focus, which a disabled button would lose. */
export function RefreshButton({ isRefreshing, onRefresh, isShort = false }: RefreshButtonProps): ReactNode {
  const t = useT();
  return (
    <Button
      icon={<ArrowClockwiseRegular />}
      disabledFocusable={isRefreshing}
      onClick={() => void onRefresh()}
    >
      <span {...(isShort ? { className: 'narrow-hidden' } : {})}>
        {isRefreshing ? t('common:refreshing') : t('common:refresh')}
      </span>
    </Button>
  );
}
