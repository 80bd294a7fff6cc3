import { type ReactNode, useState } from 'react';
import { useT } from '../i18n/i18n.ts';
import { PolicyDialog } from './PolicyDialog.tsx';

export function PolicyButton({ bastionId }: { bastionId: string }): ReactNode {
  const t = useT();
  const [isOpen, setOpen] = useState(false);
  return (
    <>
      <button type="button" onClick={() => setOpen(true)}>
        {t('policies:open')}
      </button>
      {isOpen && <PolicyDialog bastionId={bastionId} onClose={() => setOpen(false)} />}
    </>
  );
}
