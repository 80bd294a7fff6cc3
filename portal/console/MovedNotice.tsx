import { Button } from '@fluentui/react-components';
import type { ReactNode } from 'react';
import { Notice } from '../components/Notice.tsx';
import { useT } from '../i18n/i18n.ts';
import { usePortal } from '../PortalContext.ts';
import { placeKey } from '../session/consolePlace.ts';
import type { OpenConsole } from '../session/openConsole.ts';

/** The session goes on in another window: it may be taken back from there. */
export function MovedNotice({ console }: { console: OpenConsole }): ReactNode {
  const t = useT();
  const { consoles } = usePortal();
  const { kind, vmId } = console.place;
  return (
    <Notice kind="info" title={t('console:moved.title')}>
      <p>{t('console:moved.text')}</p>
      <Button
        appearance="primary"
        onClick={() => {
          consoles.takeBack(placeKey(kind, vmId));
          console.terminal.focus();
        }}
      >
        {t('console:moved.takeBack')}
      </Button>
    </Notice>
  );
}
