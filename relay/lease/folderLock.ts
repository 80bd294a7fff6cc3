import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';

/** Somebody else has the folder. */
export class FolderInUse extends Error {
  override readonly name = 'FolderInUse';
}

const sqliteBusy = 5;

/**
 * Has a folder for itself until it is disposed or the process is gone, however that goes: the lock is the
 * kernel's, on an empty SQLite file, which is the one way to it that Node has. It holds between containers of
 * one host too, and for a process that is stopped.
 */
export function lockFolder(folder: string): Disposable {
  const database = new DatabaseSync(join(folder, 'relay.lock'));
  try {
    database.exec('BEGIN EXCLUSIVE');
  } catch (fault) {
    database.close();
    if ((fault as { errcode?: number }).errcode !== sqliteBusy) throw fault;
    throw new FolderInUse(`Another relay uses ${folder}.`, { cause: fault });
  }
  return { [Symbol.dispose]: () => database.close() };
}
