import type { IParser } from '@xterm/xterm';

/** More than any screen has. */
const maxCount = 1_000;
/** REP, IL, DL, SU, SD, CHT and CBT: xterm.js does each of them as often as it is told. */
const repeated = ['b', 'L', 'M', 'S', 'T', 'I', 'Z'];

/**
 * Sequences with a count do something so many times, and xterm.js takes any count: `ESC[2147483647S` would stop the
 * page for minutes, and as many repetitions of a character are more memory than there is. Such a one is ignored.
 */
export function guardCounts(parser: IParser): void {
  for (const final of repeated)
    parser.registerCsiHandler({ final }, ([count]) => typeof count === 'number' && count > maxCount);
}
