import { spawnSync } from 'node:child_process';
import { copyFileSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/**
 * `npm run screenshots`: pictures of every page in every state, as the end-to-end tests come by them, into
 * `.sallyport/screenshots` or the folder that `SALLYPORT_SCREENSHOTS` names, and the two of the README into
 * `docs/screenshots`. Arguments name other tests, which leave the README's as they are. One test file after the other:
 * what a picture shows takes a moment, and a busy host would be what it shows.
 */
const root = fileURLToPath(new URL('../..', import.meta.url));
const folder = process.env['SALLYPORT_SCREENSHOTS'] ?? join(root, '.sallyport', 'screenshots');
const given = process.argv.slice(2);
const tests = [
  'accessibility',
  'languages',
  'machinePages',
  'sessionsPage',
  'recordsAndAccess',
  'bastion',
  'consoleStates',
  'sshStates',
  'trouble',
].map((name) => `tests/e2e/${name}.test.ts`);
const inReadme = ['sessions-light.png', 'machine-console-dark.png'];

const { status } = spawnSync('vitest', ['run', '--maxWorkers=1', ...(given.length > 0 ? given : tests)], {
  cwd: root,
  stdio: 'inherit',
  env: { ...process.env, SALLYPORT_SCREENSHOTS: folder },
});
if (status === 0 && given.length === 0) {
  const shown = join(root, 'docs', 'screenshots');
  mkdirSync(shown, { recursive: true });
  for (const name of inReadme) copyFileSync(join(folder, name), join(shown, name));
}
process.exitCode = status ?? 1;
