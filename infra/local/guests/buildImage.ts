import { createHash } from 'node:crypto';
import {
  existsSync,
  linkSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { copyFile, mkdtemp, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { gzip } from 'node:zlib';
import { cpioArchive } from './cpioArchive.ts';
import { newestKernelPackage, unpackPackages } from './debianPackages.ts';
import { guestFiles, rootfsFiles } from './guestFiles.ts';
import { createOpenSshKey, publicHalf } from './openSshKey.ts';

export type GuestImage = { readonly kernel: string; readonly initrd: string };

const packages = [
  'busybox-static',
  'dropbear-bin',
  'libtomcrypt1',
  'libtommath1',
  'libgmp10',
  'zlib1g',
  'libcrypt1',
  'libc6',
];
/** The code that decides what is in an image; a change of it is a change of the recipe. */
const recipeFiles = [
  'buildImage.ts',
  'guestFiles.ts',
  'guestUsers.ts',
  'cpioArchive.ts',
  'debianPackages.ts',
];

/**
 * The kernel and initramfs of the local guests, made from Debian's packages without installing them.
 * A finished image is a folder named after its recipe and put in place by one rename: what is there is whole,
 * and a second start only looks. `bob_ed25519` in `cacheFolder` is the key that opens the account `bob`.
 */
export async function buildImage(options: {
  readonly cacheFolder: string;
  readonly log: (line: string) => void;
}): Promise<GuestImage> {
  const { cacheFolder, log } = options;
  mkdirSync(cacheFolder, { recursive: true });
  const publicKey = bobKey(cacheFolder);
  const folder = join(cacheFolder, recipeKey(publicKey));
  const image = { kernel: join(folder, 'vmlinuz'), initrd: join(folder, 'initrd.img') };
  if (existsSync(folder)) return image;
  const workFolder = await mkdtemp(join(cacheFolder, 'build-'));
  try {
    await makeImage(workFolder, publicKey, log);
    await moveInPlace(join(workFolder, 'image'), folder);
  } finally {
    await rm(workFolder, { recursive: true, force: true });
  }
  return image;
}

async function makeImage(workFolder: string, publicKey: string, log: (line: string) => void): Promise<void> {
  const kernel = await newestKernelPackage();
  log(`Making the guests' image from ${kernel}, busybox and dropbear.`);
  const root = await unpackPackages(workFolder, [kernel, ...packages]);
  const archive = cpioArchive(guestFiles(root, publicKey));
  const image = join(workFolder, 'image');
  mkdirSync(image);
  await writeFile(join(image, 'initrd.img'), await promisify(gzip)(archive, { level: 6 }));
  const vmlinuz = readdirSync(join(root, 'boot')).find((name) => name.startsWith('vmlinuz-'));
  await copyFile(join(root, 'boot', vmlinuz ?? 'vmlinuz'), join(image, 'vmlinuz'));
}

/** Two processes may build at once: the first to finish wins, and the images are alike. */
async function moveInPlace(from: string, to: string): Promise<void> {
  try {
    await rename(from, to);
  } catch (error) {
    if (!existsSync(to)) throw error;
  }
}

function recipeKey(publicKey: string): string {
  const hash = createHash('sha256').update(publicKey);
  for (const name of recipeFiles) hash.update(readFileSync(join(import.meta.dirname, name)));
  for (const [path, content] of rootfsFiles()) hash.update(path).update(content);
  return hash.digest('hex').slice(0, 16);
}

/** Made once per cache folder; whole from the moment it can be seen. Returns the public half. */
function bobKey(cacheFolder: string): string {
  const path = join(cacheFolder, 'bob_ed25519');
  const temporary = mkdtempSync(join(cacheFolder, 'key-'));
  try {
    if (!existsSync(path)) {
      writeFileSync(join(temporary, 'key'), createOpenSshKey('bob@sallyport'), { mode: 0o600 });
      linkSync(join(temporary, 'key'), path);
    }
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  } finally {
    rmSync(temporary, { recursive: true, force: true });
  }
  return publicHalf(readFileSync(path, 'utf8'), 'bob@sallyport');
}
