import { readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/**
 * The name of a state folder as the holder of leases. Only one process at a time has the folder (folderLock.ts),
 * so one that is started in it after another was killed need not wait for that one's lease to run out.
 */
export function openHolder(folder: string, newId: () => string): string {
  const path = join(folder, 'lease-holder');
  try {
    return readFileSync(path, 'utf8');
  } catch (fault) {
    if ((fault as NodeJS.ErrnoException).code !== 'ENOENT') throw fault;
  }
  const id = newId();
  writeFileSync(`${path}.new`, id, { mode: 0o600 });
  renameSync(`${path}.new`, path);
  return id;
}
