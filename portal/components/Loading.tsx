import { Spinner } from '@fluentui/react-components';
import type { ReactNode } from 'react';
import { useT } from '../i18n/i18n.ts';

export function Loading({ text }: { text?: string }): ReactNode {
  const t = useT();
  return (
    <div className="loading" role="status">
      <Spinner size="small" label={text ?? t('common:loading')} />
    </div>
  );
}
