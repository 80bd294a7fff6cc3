import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { debianEnvironment } from './debianPeer.ts';

/** The guest's port as socat names it: read here, written there. */
export const portAddress = (directory: string): string =>
  `OPEN:${join(directory, 'tty.out')}!!OPEN:${join(directory, 'tty.in')}`;

/** As much as the port's FIFO holds; socat's own choice is 8 KiB. */
export const socatArgs = ['-b', '65536'] as const;

/** The command that a peer runs for its viewer: the port on its own terminal, which adds and swallows nothing. */
export function writeAttachScript(options: {
  readonly folder: string;
  readonly root: string;
  readonly directory: string;
}): string {
  const { folder, root, directory } = options;
  const path = join(folder, 'attach.sh');
  // Some peers give their command a clean environment.
  const { LD_LIBRARY_PATH } = debianEnvironment(root);
  const socat = [join(root, 'usr/bin/socat'), ...socatArgs, '-,raw,echo=0', `'${portAddress(directory)}'`];
  const lines = ['#!/bin/sh', `export LD_LIBRARY_PATH=${LD_LIBRARY_PATH}`, `exec ${socat.join(' ')}`, ''];
  writeFileSync(path, lines.join('\n'), { mode: 0o755 });
  return path;
}
