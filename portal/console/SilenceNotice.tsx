import type { ReactNode } from 'react';
import { Notice } from '../components/Notice.tsx';
import { useT } from '../i18n/i18n.ts';
import type { OpenConsole } from '../session/openConsole.ts';
import { useSilence, useSnapshot } from '../session/useOpenConsole.ts';

/** The connection stands, and yet nobody takes what is typed. */
export function SilenceNotice({ console }: { console: OpenConsole }): ReactNode {
  const t = useT();
  const { state } = useSnapshot(console);
  const isSilent = useSilence(console);
  if (state !== 'connected' || !isSilent) return null;
  return (
    <Notice kind="warning" title={t('console:silentTitle')}>
      {t('console:silent')}
    </Notice>
  );
}
