import type { GuestLine } from './guestLine.ts';

const title = 'GNU GRUB';
/** A command line above the editor above a menu. */
const maxDepth = 3;
/** GRUB waits for what may follow an Esc, then draws a whole screen at the speed of the line. */
const redrawnMs = 2_500;

/**
 * GRUB's editor boots what was edited when Ctrl-X is typed at it: perhaps a shell without a password, for whoever
 * comes next. Esc leaves it, and its command line, and forgets what was typed there. Resolves to whether that was
 * seen: GRUB draws its screen anew, which neither its menu nor any program does that only has the word in its text.
 */
export async function leaveGrub(line: GuestLine): Promise<boolean> {
  if (!isAtGrub(line.tail())) return false;
  let wasLeft = false;
  for (let depth = 0; depth < maxDepth; depth += 1) {
    await line.type('\x1b');
    if (!(await line.until(() => line.said().includes(title), redrawnMs))) break;
    wasLeft = true;
  }
  return wasLeft;
}

function isAtGrub(shown: string): boolean {
  const at = shown.lastIndexOf(title);
  return at >= 0 && !/Booting |Linux version|login: /.test(shown.slice(at));
}
