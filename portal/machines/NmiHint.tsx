import type { ReactNode } from 'react';
import { useT } from '../i18n/i18n.ts';

const linuxSettings = 'sysctl kernel.unknown_nmi_panic kernel.panic_on_unrecovered_nmi kernel.panic';

/** What a guest makes of an NMI is set in the guest: where to look before it is sent. */
export function NmiHint(): ReactNode {
  const t = useT();
  return (
    <div className="fine hint-box">
      <p>{t('machines:nmi.linux')}</p>
      <pre translate="no">{linuxSettings}</pre>
      <p>{t('machines:nmi.windows')}</p>
    </div>
  );
}
