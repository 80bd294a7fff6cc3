import { ToolbarButton, Tooltip } from '@fluentui/react-components';
import { ArrowDownloadRegular } from '@fluentui/react-icons/svg/arrow-download';
import { SearchRegular } from '@fluentui/react-icons/svg/search';
import { WindowNewRegular } from '@fluentui/react-icons/svg/window-new';
import type { ReactElement, ReactNode } from 'react';
import { targetName } from '../../shared/client/armResources.ts';
import { isUp } from '../../shared/client/consoleSnapshot.ts';
import { useToast } from '../components/toasts.tsx';
import { saveFile } from '../download/saveFile.ts';
import { useT } from '../i18n/i18n.ts';
import { usePortal } from '../PortalContext.ts';
import { placeKey } from '../session/consolePlace.ts';
import type { OpenConsole } from '../session/openConsole.ts';
import { isConsoleWindow, popOut } from '../session/startConsoles.ts';
import { useSnapshot } from '../session/useOpenConsole.ts';
import { ConsoleMenu } from './ConsoleMenu.tsx';
import { scrollbackName } from './scrollbackName.ts';

export type ConsoleToolsProps = { console: OpenConsole; onFind: () => void };

/** What a person does with a terminal, whatever is at its other end. */
export function ConsoleTools({ console, onFind }: ConsoleToolsProps): ReactNode {
  const t = useT();
  const { place, terminal } = console;
  return (
    <>
      <Tool label={t('console:find.open')} icon={<SearchRegular />} onClick={onFind} />
      <Tool
        label={t('console:download')}
        icon={<ArrowDownloadRegular />}
        onClick={() =>
          saveFile(
            scrollbackName(targetName(place.vmId), place.kind, new Date()),
            terminal.text,
            'text/plain;charset=utf-8',
          )
        }
      />
      {!isConsoleWindow() && <PopOut console={console} />}
      <ConsoleMenu console={console} />
    </>
  );
}

/** There is only something to move while there is a session. */
function PopOut({ console }: { console: OpenConsole }): ReactNode {
  const t = useT();
  const tell = useToast();
  const { consoles } = usePortal();
  const isThere = isUp(useSnapshot(console));
  const { kind, vmId } = console.place;
  return (
    <Tool
      label={t('console:popOut')}
      icon={<WindowNewRegular />}
      isDisabled={!isThere}
      onClick={() => {
        if (!popOut(consoles, placeKey(kind, vmId))) tell('warning', t('console:popOutBlocked'));
      }}
    />
  );
}

type ToolProps = { label: string; icon: ReactElement; isDisabled?: boolean; onClick: () => void };

function Tool({ label, icon, isDisabled = false, onClick }: ToolProps): ReactNode {
  return (
    <Tooltip content={label} relationship="label">
      <ToolbarButton icon={icon} disabled={isDisabled} onClick={onClick} />
    </Tooltip>
  );
}
