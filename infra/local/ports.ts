import { once } from 'node:events';
import { readdir, readFile, readlink } from 'node:fs/promises';
import { createServer } from 'node:net';
import { basename } from 'node:path';

/** Rejects with one line per port that is taken: which, for what, and by whom. */
export async function requireFreePorts(ports: Readonly<Record<string, number>>): Promise<void> {
  const complaints = await Promise.all(
    Object.entries(ports).map(async ([purpose, port]) => {
      if (await isFree(port)) return [];
      const holder = (await whoHolds(port)) ?? 'a process that cannot be seen';
      return [`Port ${port} (${purpose}) is taken by ${holder}.`];
    }),
  );
  if (complaints.flat().length > 0) throw new Error(complaints.flat().join('\n'));
}

/** `name (pid 123)` of the process that listens on a TCP port of loopback; Linux only, best effort. */
export async function whoHolds(port: number): Promise<string | undefined> {
  const tables = await Promise.all(
    ['/proc/net/tcp', '/proc/net/tcp6'].map((file) => readFile(file, 'utf8').catch(() => '')),
  );
  const inodes = tables.flatMap((table) => listeningInodes(table, port));
  if (inodes.length === 0) return undefined;
  const sockets = new Set(inodes.map((inode) => `socket:[${inode}]`));
  const pids = (await readdir('/proc')).filter((name) => /^\d+$/.test(name));
  for (const pid of pids) {
    if (await holdsOneOf(pid, sockets)) return describe(pid);
  }
  return undefined;
}

const listenState = '0A';

/** Inodes of the listening sockets on `port`, from the text of `/proc/net/tcp` or `tcp6`. */
export function listeningInodes(table: string, port: number): string[] {
  const wanted = `:${port.toString(16).toUpperCase().padStart(4, '0')}`;
  return table
    .split('\n')
    .map((line) => line.trim().split(/\s+/))
    .filter(([, local, , state]) => local?.endsWith(wanted) === true && state === listenState)
    .map((columns) => columns[9] ?? '');
}

/** Other users' processes cannot be looked into, and any process may be gone by now: both hold nothing. */
async function holdsOneOf(pid: string, sockets: ReadonlySet<string>): Promise<boolean> {
  const folder = `/proc/${pid}/fd`;
  const descriptors = await readdir(folder).catch(() => []);
  const links = await Promise.all(descriptors.map((name) => readlink(`${folder}/${name}`).catch(() => '')));
  return links.some((link) => sockets.has(link));
}

/** The program's name only: a command line may hold a secret. (`comm` is "MainThread" for Node.) */
async function describe(pid: string): Promise<string> {
  const program = await readlink(`/proc/${pid}/exe`).catch(() => 'unknown');
  return `${basename(program)} (pid ${pid})`;
}

async function isFree(port: number): Promise<boolean> {
  const server = createServer();
  try {
    server.listen(port, '127.0.0.1');
    await once(server, 'listening');
  } catch {
    return false;
  }
  server.close();
  await once(server, 'close');
  return true;
}
