import type { GuestLine } from './guestLine.ts';
import { leaveGrub } from './leaveGrub.ts';

/**
 * What ends whatever has the line, least harm first: a command or an unfinished line and the shell behind it,
 * as many shells as there may be inside one another; an editor without saving; a pager; what ignores Ctrl-C; a
 * shell that ignores Ctrl-D. Each is typed only when no login prompt was seen after the one before.
 */
const interrupt = '\x03';
const endOfInput = '\x04';
const leaveShell = [interrupt, endOfInput];
const steps: readonly (readonly string[])[] = [
  leaveShell,
  leaveShell,
  ['\x1b', ':q!\r', ...leaveShell],
  ['\x18', 'n', ...leaveShell],
  ['q', ...leaveShell],
  ['\x1c', endOfInput],
  [interrupt, 'exit\r'],
  leaveShell,
];

/** Ctrl-C throws away what was typed before it is handled: what comes next has to come later. */
const betweenKeysMs = 200;
/** From the end of a shell to the next login prompt: init waits a second before it starts getty again. */
const promptMs = 2_500;

/** Resolves to whether a login prompt is the last thing that the guest shows. */
export async function logOutLinux(line: GuestLine): Promise<boolean> {
  const isSeen = (): boolean => /(?:^|\n)[^\n]*login: *$/i.test(line.tail());
  if (isSeen()) return true;
  if (await leaveGrub(line)) return false;
  for (const keys of steps) {
    for (const key of keys) {
      await line.type(key);
      await line.until(() => false, betweenKeysMs);
    }
    if (await line.until(isSeen, promptMs)) return true;
  }
  return false;
}
