import '@xterm/xterm/css/xterm.css';
import '../styles/console.css';
import { type ReactNode, useEffect, useRef, useState } from 'react';
import { targetName } from '../../shared/client/armResources.ts';
import type { Crumb } from '../components/Breadcrumb.tsx';
import { PageTitle } from '../components/PageTitle.tsx';
import { type Translate, useT } from '../i18n/i18n.ts';
import { aboveMachine } from '../machines/aboveMachine.ts';
import { paths } from '../router.ts';
import type { OpenConsole } from '../session/openConsole.ts';
import { usePasting, useSnapshot } from '../session/useOpenConsole.ts';
import { TerminalPane } from '../terminal/TerminalPane.tsx';
import { ConsoleStatusBar } from './ConsoleStatusBar.tsx';
import { ConsoleTools } from './ConsoleTools.tsx';
import { FindBar } from './FindBar.tsx';
import { LinkDialog } from './LinkDialog.tsx';
import { PasteNotice } from './PasteNotice.tsx';
import { SilenceNotice } from './SilenceNotice.tsx';
import { useKeptFocus } from './useKeptFocus.ts';
import { useTryAgain } from './useTryAgain.ts';

export type ConsoleViewProps = {
  console: OpenConsole;
  title: string;
  /** How the terminal is called. */
  label: string;
  /** What can be done to what is at the other end. */
  actions?: ReactNode;
  /** What stands between the user and the terminal. */
  notice: ReactNode;
  /** Below the terminal. */
  children?: ReactNode;
};

/** A terminal with all that belongs to it, whatever is at its other end. */
export function ConsoleView(props: ConsoleViewProps): ReactNode {
  const { console, title, label, actions, notice, children } = props;
  const t = useT();
  const above = useRef<HTMLDivElement>(null);
  const bar = useRef<HTMLDivElement>(null);
  const { isFinding, setFinding, link, setLink } = useTerminalWishes(console, bar);
  const { state } = useSnapshot(console);
  const pasting = usePasting(console);
  useKeptFocus(above, console.terminal);
  useTryAgain(console);
  const close = (): void => {
    setFinding(false);
    setLink(undefined);
    console.terminal.focus();
  };
  return (
    <div className="console-page">
      <PageTitle title={title} above={aboveConsole(t, console.place.vmId)} />
      <div ref={above} className="console-above">
        <ConsoleStatusBar ref={bar} console={console}>
          {actions}
          <ConsoleTools console={console} onFind={() => setFinding(true)} />
        </ConsoleStatusBar>
        {notice}
        <SilenceNotice console={console} />
        <PasteNotice state={pasting} paste={console.paste} />
        {isFinding && <FindBar search={console.terminal.search} onClose={close} />}
      </div>
      <TerminalPane terminal={console.terminal} isDimmed={state !== 'connected'} label={label} />
      {children}
      {link !== undefined && <LinkDialog target={link} onClose={close} />}
    </div>
  );
}

/** Whoever is at a machine's console wants its boot log and its power next: they are on its page. */
const aboveConsole = (t: Translate, vmId: string): readonly Crumb[] => [
  ...aboveMachine(vmId, t('common:nav.virtualMachines')),
  { href: paths.machine(vmId), label: targetName(vmId) },
];

/** What the terminal of the shown console asks for: to be left, to be searched, to follow a link. */
function useTerminalWishes(console: OpenConsole, bar: { readonly current: HTMLDivElement | null }) {
  const [isFinding, setFinding] = useState(false);
  const [link, setLink] = useState<string>();
  useEffect(() => {
    console.setPage({
      onLeave: () => bar.current?.querySelector('button')?.focus(),
      onFind: () => setFinding(true),
      onLink: setLink,
    });
    return () => console.setPage(undefined);
  }, [console, bar]);
  return { isFinding, setFinding, link, setLink };
}
