import { closeSync, constants, openSync } from 'node:fs';
import { connect, type Socket } from 'node:net';
import { basename, dirname } from 'node:path';

/** Connects to a unix socket beside a guest. Undefined when its folder is not there: QEMU has never run. */
export function connectToGuest(path: string): Socket | undefined {
  // A path through an open directory stays below the 107 bytes that a socket's path may have.
  const folder = openFolder(dirname(path));
  if (folder === undefined) return undefined;
  const socket = connect(`/proc/self/fd/${folder}/${basename(path)}`);
  socket.once('close', () => closeSync(folder));
  return socket;
}

function openFolder(path: string): number | undefined {
  try {
    return openSync(path, constants.O_RDONLY | constants.O_DIRECTORY);
  } catch {
    return undefined;
  }
}
