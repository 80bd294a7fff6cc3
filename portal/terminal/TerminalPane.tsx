import { type ReactNode, useEffect, useId, useRef } from 'react';
import { useT } from '../i18n/i18n.ts';
import { useThemeName } from '../theme/useThemeName.ts';
import type { ConsoleTerminal } from './createTerminal.ts';

/** Tab is the guest's. Fluent would move the focus from the last place of a page where one types, whoever took the key. */
const guestsTab = { 'data-tabster': JSON.stringify({ uncontrolled: { completely: true } }) };

export type TerminalPaneProps = { terminal: ConsoleTerminal; isDimmed: boolean; label: string };

/** The place where the terminal lives; what is in it is the terminal's own business. */
export function TerminalPane({ terminal, isDimmed, label }: TerminalPaneProps): ReactNode {
  const t = useT();
  const theme = useThemeName();
  const hintId = useId();
  const pane = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (pane.current === null) return;
    terminal.open(pane.current);
    terminal.focus();
    const observer = new ResizeObserver(() => terminal.fit());
    observer.observe(pane.current);
    return () => observer.disconnect();
  }, [terminal]);
  useEffect(() => terminal.setTheme(theme), [terminal, theme]);
  useEffect(() => terminal.setName(label, hintId), [terminal, label, hintId]);
  return (
    <section
      className={isDimmed ? 'console-screen dimmed' : 'console-screen'}
      aria-label={label}
      {...guestsTab}
    >
      <div ref={pane} className="console-pane" />
      <p id={hintId} className="visually-hidden">
        {t('console:leaveHint')}
      </p>
    </section>
  );
}
