import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';

const programs = { 'qemu-system-x86_64': 'QEMU', 'apt-get': 'apt', 'dpkg-deb': 'dpkg', mkfifo: 'mkfifo' };

/** Can this machine run the Linux guests? `why` is one sentence for people. */
export function guestsAvailable(
  machine: { readonly platform: string; readonly arch: string; readonly path: string } = {
    platform: process.platform,
    arch: process.arch,
    path: process.env['PATH'] ?? '',
  },
): { readonly qemu: boolean; readonly why?: string } {
  if (machine.platform !== 'linux' || machine.arch !== 'x64') {
    return { qemu: false, why: `Linux guests need an x86-64 Linux host, and this is ${machine.platform}.` };
  }
  const missing = Object.entries(programs).find(([program]) => !isOnPath(program, machine.path));
  if (missing === undefined) return { qemu: true };
  return { qemu: false, why: `Linux guests need ${missing[1]}, and ${missing[0]} is not on the PATH.` };
}

function isOnPath(program: string, path: string): boolean {
  return path.split(delimiter).some((folder) => {
    try {
      accessSync(join(folder, program), constants.X_OK);
      return true;
    } catch {
      return false; // Not in this folder, or not for us: the next one may have it.
    }
  });
}
