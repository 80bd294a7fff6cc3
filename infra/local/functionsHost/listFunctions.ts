import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import type { ListedFunction } from './functionList.ts';

const main = fileURLToPath(new URL('main.ts', import.meta.url));

/**
 * The functions that a bundle registers, from loading it in a child process: what Azure would find. `settings`
 * is all of its environment. Rejects with the child's words when the bundle does not load.
 */
export async function listFunctions(
  bundlePath: string,
  appFolder: string,
  settings: Readonly<Record<string, string>> = {},
): Promise<ListedFunction[]> {
  const { stdout } = await promisify(execFile)(
    process.execPath,
    [main, '--list', '--app', appFolder, '--entry', bundlePath],
    { env: { ...settings } },
  );
  const line = stdout.trimEnd().split('\n').at(-1) ?? '';
  return (JSON.parse(line) as { functions: ListedFunction[] }).functions;
}
