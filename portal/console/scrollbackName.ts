import type { ConsoleKind } from '../session/consolePlace.ts';

/** Such as `vm-web-01-serial-2026-11-21T15-04-05Z.txt`: no colon, which some file systems do not take. */
export function scrollbackName(machine: string, kind: ConsoleKind, time: Date): string {
  const plain = machine.replaceAll(/[^\w.-]/g, '-');
  return `${plain}-${kind}-${time.toISOString().slice(0, 19).replaceAll(':', '-')}Z.txt`;
}
