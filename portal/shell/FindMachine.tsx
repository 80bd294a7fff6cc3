import { Button } from '@fluentui/react-components';
import { SearchRegular } from '@fluentui/react-icons/svg/search';
import { lazy, type ReactNode, Suspense, useEffect, useState } from 'react';
import { CrashNotice } from '../components/CrashNotice.tsx';
import { useT } from '../i18n/i18n.ts';

const FindMachineDialog = lazy(async () => ({
  default: (await import('../machines/FindMachineDialog.tsx')).FindMachineDialog,
}));

/** From every page to any machine's console. */
export function FindMachine(): ReactNode {
  const t = useT();
  const [isOpen, setOpen] = useState(false);
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent): void => {
      if (!isOurs(event)) return;
      event.preventDefault();
      setOpen(true);
    };
    addEventListener('keydown', onKeyDown);
    return () => removeEventListener('keydown', onKeyDown);
  }, []);
  return (
    <>
      <Button
        className="find-machine"
        appearance="subtle"
        icon={<SearchRegular />}
        aria-keyshortcuts="Control+K"
        onClick={() => setOpen(true)}
      >
        <span>{t('machines:find.label')}</span>
        <kbd aria-hidden>{t('machines:find.keys')}</kbd>
      </Button>
      {isOpen && (
        <CrashNotice>
          <Suspense>
            <FindMachineDialog onClose={() => setOpen(false)} />
          </Suspense>
        </CrashNotice>
      )}
    </>
  );
}

/** In a terminal it is the guest's: shells cut a line with it. A dialog that is open is answered first. */
function isOurs({ ctrlKey, metaKey, altKey, shiftKey, key, target }: KeyboardEvent): boolean {
  const isKey = (ctrlKey || metaKey) && !altKey && !shiftKey && key.toLowerCase() === 'k';
  const isTaken = target instanceof Element && target.closest('.xterm, [role=dialog]') !== null;
  return isKey && !isTaken;
}
