import { Toolbar, ToolbarButton } from '@fluentui/react-components';
import { PlugDisconnectedRegular } from '@fluentui/react-icons/svg/plug-disconnected';
import type { ReactNode, Ref } from 'react';
import { isUp } from '../../shared/client/consoleSnapshot.ts';
import { useT } from '../i18n/i18n.ts';
import type { OpenConsole } from '../session/openConsole.ts';
import { useSnapshot } from '../session/useOpenConsole.ts';
import { ConsoleStatus } from './ConsoleStatus.tsx';

export type ConsoleStatusBarProps = {
  ref: Ref<HTMLDivElement>;
  console: OpenConsole;
  /** What can be done besides connecting and disconnecting. */
  children?: ReactNode;
};

/** How a console stands, and what can be done about it. */
export function ConsoleStatusBar({ ref, console, children }: ConsoleStatusBarProps): ReactNode {
  const t = useT();
  return (
    <div className="console-bar">
      <ConsoleStatus console={console} />
      <div ref={ref}>
        <Toolbar className="console-tools" aria-label={t('console:toolbar')}>
          {children}
          <ConnectButton console={console} />
        </Toolbar>
      </div>
    </div>
  );
}

function ConnectButton({ console }: { console: OpenConsole }): ReactNode {
  const t = useT();
  const { connection } = console;
  const snapshot = useSnapshot(console);
  const { state, mode, isMoved = false, error } = snapshot;
  if (state === 'connecting' || isUp(snapshot)) {
    return (
      <ToolbarButton key="end" icon={<PlugDisconnectedRegular />} onClick={() => void connection.close()}>
        {t('console:disconnect')}
      </ToolbarButton>
    );
  }
  if (isMoved) return null;
  // What is below offers something better.
  const isSecond = state === 'busy' || error?.code === 'VirtualMachineNotRunning';
  return (
    <ToolbarButton
      key="begin"
      appearance={isSecond ? 'subtle' : 'primary'}
      onClick={() => {
        void connection.connect({ mode, ...connection.wish });
        console.terminal.focus();
      }}
    >
      {state === 'disconnected' ? t('console:reconnect') : t('console:tryAgain')}
    </ToolbarButton>
  );
}
