import { Button } from '@fluentui/react-components';
import { OptionsRegular } from '@fluentui/react-icons/svg/options';
import { lazy, type ReactNode, Suspense, useState } from 'react';
import { useT } from '../i18n/i18n.ts';

const PolicyDialog = lazy(async () => ({ default: (await import('./PolicyDialog.tsx')).PolicyDialog }));

export function PolicyButton({ bastionId }: { bastionId: string }): ReactNode {
  const t = useT();
  const [isOpen, setOpen] = useState(false);
  return (
    <>
      <Button icon={<OptionsRegular />} onClick={() => setOpen(true)}>
        {t('policies:open')}
      </Button>
      {isOpen && (
        <Suspense>
          <PolicyDialog bastionId={bastionId} onClose={() => setOpen(false)} />
        </Suspense>
      )}
    </>
  );
}
