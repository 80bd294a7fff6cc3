/**
 * Writes the kernel's own archive format (`newc`). Written here, owners, modes and device nodes need neither
 * root nor the cpio program.
 */
export type CpioEntry = {
  readonly path: string;
  /** File type and permission bits, e.g. 0o100644. */
  readonly mode: number;
  readonly content?: Uint8Array;
  readonly uid?: number;
  readonly device?: { readonly major: number; readonly minor: number };
};

const directory = 0o040000;
const file = 0o100000;
const link = 0o120000;
const characterDevice = 0o020000;

export const cpioDirectory = (path: string, mode = 0o755, uid = 0): CpioEntry => ({
  path,
  mode: directory | mode,
  uid,
});

export const cpioFile = (path: string, content: Uint8Array, mode = 0o644, uid = 0): CpioEntry => ({
  path,
  mode: file | mode,
  content,
  uid,
});

export const cpioLink = (path: string, to: string): CpioEntry => ({
  path,
  mode: link | 0o777,
  content: Buffer.from(to),
});

export const cpioDevice = (path: string, major: number, minor: number): CpioEntry => ({
  path,
  mode: characterDevice | 0o600,
  device: { major, minor },
});

/** Entries in the given order: a directory has to come before what is in it. */
export function cpioArchive(entries: readonly CpioEntry[]): Buffer {
  const trailer: CpioEntry = { path: 'TRAILER!!!', mode: 0 };
  return Buffer.concat([...entries, trailer].flatMap((entry, index) => member(entry, index + 1)));
}

function member(entry: CpioEntry, inode: number): Buffer[] {
  const content = Buffer.from(entry.content ?? []);
  const name = Buffer.from(`${entry.path}\0`);
  const uid = entry.uid ?? 0;
  const { major, minor } = entry.device ?? { major: 0, minor: 0 };
  // inode, mode, uid, gid, links, time, size, device (2), node's device (2), name size, checksum (unused)
  const fields = [inode, entry.mode, uid, uid, 1, 0, content.length, 0, 0, major, minor, name.length, 0];
  const header = `070701${fields.map((field) => field.toString(16).padStart(8, '0')).join('')}`;
  return [padded(Buffer.concat([Buffer.from(header), name])), padded(content)];
}

const padded = (bytes: Buffer): Buffer => Buffer.concat([bytes, Buffer.alloc((4 - (bytes.length % 4)) % 4)]);
