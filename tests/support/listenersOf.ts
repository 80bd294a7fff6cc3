import { readdirSync, readFileSync, readlinkSync } from 'node:fs';

export type Listener = { readonly address: string; readonly port: number };

/** The TCP sockets on which a process listens, as the kernel tells it. */
export function listenersOf(pid: number): readonly Listener[] {
  const inodes = new Set(
    readdirSync(`/proc/${pid}/fd`).map(
      (fd) => /^socket:\[(\d+)\]$/.exec(linkOf(`/proc/${pid}/fd/${fd}`))?.[1],
    ),
  );
  return ['tcp', 'tcp6'].flatMap((kind) =>
    readFileSync(`/proc/${pid}/net/${kind}`, 'utf8')
      .split('\n')
      .slice(1)
      .map((line) => line.trim().split(/\s+/))
      .filter(([, , , state, , , , , , inode]) => state === '0A' && inodes.has(inode))
      .map(([, local = '']) => toListener(local)),
  );
}

/** A descriptor may be closed while it is looked at. */
function linkOf(path: string): string {
  try {
    return readlinkSync(path);
  } catch {
    return '';
  }
}

/** `0100007F:1B9F`: the address in the order of the machine's bytes, the port as it is read. */
function toListener(local: string): Listener {
  const [hex = '', port = ''] = local.split(':');
  const bytes = hex.match(/../g) ?? [];
  const isLoopback6 = hex === '00000000000000000000000001000000';
  const address =
    hex.length === 8
      ? bytes
          .toReversed()
          .map((byte) => Number.parseInt(byte, 16))
          .join('.')
      : isLoopback6
        ? '::1'
        : hex;
  return { address, port: Number.parseInt(port, 16) };
}
