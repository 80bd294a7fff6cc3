import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { readdir, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { unpackPackages } from '../../infra/local/guests/debianPackages.ts';
import type { Peer } from './peer.ts';

const run = promisify(execFile);

/**
 * Unpacked, not installed: installing starts daemons, shellinabox with a login prompt on every interface. The first
 * package is the peer's own; the others are what it or its way to the port needs beside what Debian always has.
 */
export function installDebian(packages: readonly [string, ...string[]]): Peer['install'] {
  return async (folder) => {
    if (!existsSync(folder)) await download(folder, packages);
    const [own] = packages;
    const file = (await readdir(folder)).find((name) => name.startsWith(`${own}_`)) ?? '';
    return { root: join(folder, 'root'), version: decodeURIComponent(file.split('_')[1] ?? 'unknown') };
  };
}

/** There only when it is complete. */
async function download(folder: string, packages: readonly string[]): Promise<void> {
  const draft = `${folder}.new`;
  await rm(draft, { recursive: true, force: true });
  try {
    await unpackPackages(draft, packages);
  } catch {
    // A machine whose package lists were never read; whoever may not do it hears why the download fails.
    await run('apt-get', ['-qq', 'update']).catch(() => undefined);
    await unpackPackages(draft, packages);
  }
  await rename(draft, folder);
}

/** For programs that were unpacked into `root`. */
export const debianEnvironment = (root: string): Record<string, string> => ({
  LD_LIBRARY_PATH: join(root, 'usr/lib/x86_64-linux-gnu'),
  PYTHONPATH: join(root, 'usr/lib/python3/dist-packages'),
});
