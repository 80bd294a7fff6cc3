import { spawnSync } from 'node:child_process';
import { globSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, relative, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';

const root = fileURLToPath(new URL('../..', import.meta.url));
/** Everything in `shared/` but what has rules of its own: a new folder is a domain until it is said not to be. */
const domains = globSync('shared/*/', { cwd: root })
  .map((folder) => folder.replace(/\/$/, ''))
  .filter((folder) => folder !== 'shared/client' && folder !== 'shared/azure');

/** Folder → what its files may import: folders of this repository, and packages by their first characters. */
const rules: Readonly<Record<string, { folders: readonly string[]; packages: readonly string[] }>> = {
  ...Object.fromEntries(domains.map((folder) => [folder, { folders: domains, packages: ['zod'] }])),
  'shared/client': { folders: [...domains, 'shared/client'], packages: ['@azure/web-pubsub-client', 'zod'] },
  'shared/azure': { folders: ['shared'], packages: ['@azure/', 'node:', 'zod'] },
  functions: { folders: ['functions', 'shared'], packages: ['@azure/', 'node:', 'zod', 'jose'] },
  relay: { folders: ['relay', 'shared'], packages: ['@azure/', 'node:', 'zod', 'ws', 'ssh2'] },
  cli: { folders: ['cli', 'shared'], packages: ['@azure/identity', 'node:', 'zod'] },
  portal: {
    folders: ['portal', 'shared'],
    packages: [
      '@azure/web-pubsub-client',
      '@fluentui/',
      '@tanstack/',
      '@vitejs/',
      '@xterm/',
      'i18next',
      'oidc-client-ts',
      'react',
      'vite',
      'zod',
    ],
  },
};

const importPattern = /^(?:import|export)\s[^;]*?from '([^']+)'|^import '([^']+)'|import\('([^']+)'\)/gm;

function importsOf(file: string): readonly string[] {
  return [...readFileSync(join(root, file), 'utf8').matchAll(importPattern)].map(
    (match) => match[1] ?? match[2] ?? match[3] ?? '',
  );
}

function isAllowed(file: string, specifier: string, rule: (typeof rules)[string]): boolean {
  if (!specifier.startsWith('.')) return rule.packages.some((name) => specifier.startsWith(name));
  const target = relative(root, resolve(root, dirname(file), specifier));
  if (/^(portal|cli)\//.test(file) && target.startsWith('shared/azure/')) return false;
  return rule.folders.some((folder) => target.startsWith(`${folder}/`));
}

test.each(Object.entries(rules))('%s imports only what lies below it', (folder, rule) => {
  const files = globSync(`${folder}/**/*.{ts,tsx}`, { cwd: root });
  const crossing = files.flatMap((file) =>
    importsOf(file)
      .filter((specifier) => !isAllowed(file, specifier, rule))
      .map((specifier) => `${file} → ${specifier}`),
  );

  expect(files.length).toBeGreaterThan(0);
  expect(crossing).toEqual([]);
});

test('the Web PubSub emulator imports nothing of the rest', () => {
  const files = globSync('infra/local/webPubSub/**/*.ts', { cwd: root });
  const crossing = files.flatMap((file) =>
    importsOf(file)
      .filter((specifier) => specifier.startsWith('.'))
      .filter((specifier) => !resolve(root, dirname(file), specifier).includes('/infra/local/webPubSub/'))
      .map((specifier) => `${file} → ${specifier}`),
  );

  expect(crossing).toEqual([]);
});

test.each([
  ['shared', 'process.exit(1);'],
  ['shared', 'document.title = "";'],
  ['shared', 'setTimeout(() => undefined, 1);'],
  ['shared', 'console.log("");'],
  ['shared/client', 'process.exit(1);'],
  ['shared/client', 'document.title = "";'],
  ['portal', 'process.exit(1);'],
])('in %s this does not compile: %s', (folder, code) => {
  const probe = mkdtempSync(join(tmpdir(), 'sallyport-probe-'));
  writeFileSync(join(probe, 'probe.ts'), `${code}\nexport {};\n`);
  const project = { extends: join(root, folder, 'tsconfig.json'), compilerOptions: { types: [] } };
  writeFileSync(
    join(probe, 'tsconfig.json'),
    JSON.stringify({ ...project, include: ['probe.ts'], exclude: [] }),
  );

  const { status, stdout } = spawnSync('tsc', ['-p', probe], { encoding: 'utf8' });
  rmSync(probe, { recursive: true });

  expect(status).not.toBe(0);
  expect(stdout).toMatch(/probe\.ts.*error TS2/);
});
