import { execFile } from 'node:child_process';
import { mkdir, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);
const kernelPattern = '^linux-image-[0-9][^-]*(-[0-9]+)?-cloud-amd64$';

/** The newest of Debian's cloud kernels that apt knows. Fails where apt knows none. */
export async function newestKernelPackage(): Promise<string> {
  const { stdout } = await run('apt-cache', ['search', '--names-only', kernelPattern]);
  const names = stdout.split('\n').flatMap((line) => line.split(' ')[0] || []);
  const newest = names.toSorted(compareVersions).at(-1);
  if (newest === undefined) {
    throw new Error(
      'apt knows no linux-image-*-cloud-amd64 package: run "apt-get update" on Debian 12 or later.',
    );
  }
  return newest;
}

/** Orders by number, so that 6.12.9 comes before 6.12.117 and after 6.1.0-56. */
export function compareVersions(a: string, b: string): number {
  const [left, right] = [numbersOf(a), numbersOf(b)];
  const at = left.findIndex((value, index) => value !== right[index]);
  return at < 0 ? left.length - right.length : (left[at] ?? 0) - (right[at] ?? -1);
}

const numbersOf = (text: string): number[] => (text.match(/\d+/g) ?? []).map(Number);

/** Downloads packages and unpacks them into `folder`/root without installing anything; resolves that root. */
export async function unpackPackages(folder: string, packages: readonly string[]): Promise<string> {
  const root = join(folder, 'root');
  await mkdir(root, { recursive: true });
  await run('apt-get', ['download', ...packages], { cwd: folder });
  for (const name of await readdir(folder)) {
    if (name.endsWith('.deb')) await run('dpkg-deb', ['-x', name, 'root'], { cwd: folder });
  }
  return root;
}
