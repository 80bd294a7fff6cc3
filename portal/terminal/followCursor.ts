import type { Terminal } from '@xterm/xterm';

/**
 * Where a terminal is larger than its place, what is typed stays in sight, until a person looks elsewhere. `terminal` is
 * in the page: its field for input, which is where the cursor is, is brought into sight.
 */
export function followCursor(terminal: Terminal, isLarger: () => boolean): void {
  let isTyping = false;
  const look = (): void => {
    isTyping = false;
  };
  terminal.onData(() => {
    isTyping = true;
  });
  terminal.onCursorMove(() => {
    if (isTyping && isLarger()) terminal.textarea?.scrollIntoView({ block: 'nearest', inline: 'nearest' });
  });
  for (const gesture of ['touchmove', 'wheel']) {
    terminal.element?.addEventListener(gesture, look, { passive: true });
  }
}
