import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { type CpioEntry, cpioDevice, cpioDirectory, cpioFile, cpioLink } from './cpioArchive.ts';
import { guestUsers } from './guestUsers.ts';

/** Order matters: insmod resolves no dependency, and virtio needs virtio_ring. */
const kernelModules = [
  'button',
  'evdev',
  'virtio_ring',
  'virtio',
  'virtio_pci_legacy_dev',
  'virtio_pci_modern_dev',
  'virtio_pci',
  'failover',
  'net_failover',
  'virtio_net',
  'pvpanic',
  'pvpanic-pci',
];

const libraries = [
  'libtomcrypt.so.1',
  'libtommath.so.1',
  'libgmp.so.10',
  'libz.so.1',
  'libcrypt.so.1',
  'libc.so.6',
  'ld-linux-x86-64.so.2',
];
const folders = ['bin', 'sbin', 'dev', 'proc', 'sys', 'run', 'usr/bin', 'usr/sbin', 'root', 'lib/modules'];
const moreFolders = ['lib/x86_64-linux-gnu', 'lib64', 'home', 'var/run', 'var/log', 'etc/dropbear'];

/** The own part of the image: what is in `rootfs/`, by path. */
export function rootfsFiles(): ReadonlyMap<string, Buffer> {
  const folder = join(import.meta.dirname, 'rootfs');
  const entries = readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .sort();
  return new Map(entries.map((path) => [relative(folder, path), readFileSync(path)]));
}

/** Everything in the initramfs, from the unpacked packages in `root`. */
export function guestFiles(root: string, bobPublicKey: string): CpioEntry[] {
  const found = filesByName(root);
  const busybox = required(found, 'busybox');
  const own = [...rootfsFiles()];
  return [
    ...withParents([...folders, ...moreFolders, ...own.map(([path]) => join(path, '..'))]),
    cpioDirectory('tmp', 0o1777),
    cpioDevice('dev/console', 5, 1),
    // busybox gives its rights back at once except in the few programs that need them, such as login.
    cpioFile('bin/busybox', readFileSync(busybox), 0o4755),
    cpioLink('init', 'sbin/init'),
    ...applets(busybox).map((path) => cpioLink(path, '/bin/busybox')),
    cpioFile('usr/sbin/dropbear', readFileSync(required(found, 'dropbear')), 0o755),
    ...libraries.map((name) => library(name, readFileSync(required(found, name)))),
    ...modules(root, found, busybox),
    ...own.map(([path, content]) => cpioFile(path, content, content.includes('#!') ? 0o755 : 0o644)),
    cpioFile('etc/shadow', Buffer.from(shadow(busybox)), 0o600),
    ...homes(bobPublicKey),
  ];
}

const library = (name: string, content: Buffer): CpioEntry =>
  cpioFile(join(name.startsWith('ld-') ? 'lib64' : 'lib/x86_64-linux-gnu', name), content, 0o755);

function filesByName(root: string): ReadonlyMap<string, string> {
  const entries = readdirSync(root, { recursive: true, withFileTypes: true });
  const programs = entries.filter((entry) => !entry.isDirectory() && !entry.parentPath.includes('/share/'));
  return new Map(programs.map((entry) => [entry.name, join(entry.parentPath, entry.name)]));
}

function required(found: ReadonlyMap<string, string>, name: string): string {
  const path = found.get(name);
  if (path === undefined) throw new Error(`The Debian packages hold no ${name}.`);
  return path;
}

function applets(busybox: string): string[] {
  const list = execFileSync(busybox, ['--list-full'], { encoding: 'utf8' });
  return list
    .split('\n')
    .filter((path) => path !== '' && path !== 'bin/busybox' && !path.startsWith('linuxrc'));
}

/** Newer kernels have some of these built in, and ship the others compressed. */
function modules(root: string, found: ReadonlyMap<string, string>, busybox: string): CpioEntry[] {
  const builtin = readFileSync(required(found, 'modules.builtin'), 'utf8');
  return kernelModules.flatMap((name, index) => {
    if (new RegExp(`/${name.replaceAll(/[-_]/g, '[-_]')}\\.ko$`, 'm').test(builtin)) return [];
    const plain = found.get(`${name}.ko`);
    const content =
      plain === undefined
        ? execFileSync(busybox, ['xzcat', required(found, `${name}.ko.xz`)], {
            maxBuffer: 2 ** 24,
            cwd: root,
          })
        : readFileSync(plain);
    return [cpioFile(`lib/modules/${String(index).padStart(2, '0')}-${name}.ko`, content)];
  });
}

/** No password has this hash: `!` is none of its letters. A bare `!` would make busybox's login break off. */
const locked = '$6$locked$!';

function shadow(busybox: string): string {
  const { password } = guestUsers.alice;
  const hash = execFileSync(busybox, ['mkpasswd', '-m', 'sha512', password, 'sallyport'], {
    encoding: 'utf8',
  });
  return `root:${locked}:19000::::::\nalice:${hash.trim()}:19000::::::\nbob:${locked}:19000::::::\n`;
}

function homes(bobPublicKey: string): CpioEntry[] {
  const { alice, bob } = guestUsers;
  return [
    cpioDirectory('home/alice', 0o700, alice.uid),
    cpioDirectory('home/bob', 0o700, bob.uid),
    cpioDirectory('home/bob/.ssh', 0o700, bob.uid),
    cpioFile('home/bob/.ssh/authorized_keys', Buffer.from(bobPublicKey), 0o600, bob.uid),
  ];
}

function withParents(paths: readonly string[]): CpioEntry[] {
  const all = paths.flatMap((path) =>
    path.split('/').map((_, end, parts) => parts.slice(0, end + 1).join('/')),
  );
  return [...new Set(all)].sort().map((path) => cpioDirectory(path));
}
