import type { Terminal } from '@xterm/xterm';
import { expect, test } from 'vitest';
import { followCursor } from '../../../../portal/terminal/followCursor.ts';

/** What of xterm.js is asked and told here. */
function world({ isLarger }: { isLarger: boolean }) {
  let type = (): void => {};
  let move = (): void => {};
  const gestures = new Map<string, () => void>();
  let shown = 0;
  const terminal = {
    onData: (listener: () => void) => (type = listener),
    onCursorMove: (listener: () => void) => (move = listener),
    textarea: { scrollIntoView: () => (shown += 1) },
    element: { addEventListener: (name: string, listener: () => void) => gestures.set(name, listener) },
  };
  followCursor(terminal as unknown as Terminal, () => isLarger);
  return {
    type: () => type(),
    move: () => move(),
    swipe: () => gestures.get('touchmove')?.(),
    shown: () => shown,
  };
}

test('the cursor is followed once somebody types, until they look elsewhere', () => {
  const { type, move, swipe, shown } = world({ isLarger: true });

  move();
  expect(shown()).toBe(0);
  type();
  move();
  move();
  expect(shown()).toBe(2);
  swipe();
  move();

  expect(shown()).toBe(2);
});

test('where all of the terminal is in sight nothing is moved', () => {
  const { type, move, shown } = world({ isLarger: false });

  type();
  move();

  expect(shown()).toBe(0);
});
