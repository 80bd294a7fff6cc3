import { type ReactNode, useEffect, useRef } from 'react';
import { useT } from '../i18n/i18n.ts';
import type { ConsoleTerminal } from './createTerminal.ts';

export type TerminalPaneProps = { terminal: ConsoleTerminal; isDimmed: boolean; label?: string };

/** The place where the terminal lives; what is in it is the terminal's own business. */
export function TerminalPane({ terminal, isDimmed, label }: TerminalPaneProps): ReactNode {
  const t = useT();
  const pane = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (pane.current === null) return;
    terminal.open(pane.current);
    terminal.focus();
    const observer = new ResizeObserver(() => terminal.fit());
    observer.observe(pane.current);
    return () => observer.disconnect();
  }, [terminal]);
  return (
    <section
      className={isDimmed ? 'console-screen dimmed' : 'console-screen'}
      aria-label={label ?? t('console:region')}
    >
      <div ref={pane} className="console-pane" />
    </section>
  );
}
