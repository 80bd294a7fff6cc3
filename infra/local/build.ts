import { createHash } from 'node:crypto';
import { existsSync, globSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { compressFiles } from './compressFiles.ts';
import { toStaticWebAppConfig } from './portalHeaders.ts';
import { toAscii } from './toAscii.ts';

const root = fileURLToPath(new URL('../../', import.meta.url));

export type BuildResult = { readonly output: string; readonly rebuilt: boolean };

/** The bundle that is deployed. Skipped when nothing that goes into it has changed. */
export async function buildFunctions(options: { readonly outfile?: string } = {}): Promise<BuildResult> {
  const outfile = resolve(root, options.outfile ?? 'dist/functions.cjs');
  const inputs = ['functions/**/*.ts', 'shared/**/*.ts'];
  return unlessUnchanged(outfile, inputs, () =>
    bundleFunctionApp(resolve(root, 'functions/main.ts'), outfile),
  );
}

/**
 * The relay as few files: node strips the types of its sources with a compiler of its own, and libraries in 500
 * files are parsed whole, which together is a third of its memory. What it loads when first needed (SSH, an
 * identity of Azure) has files of its own, whose source is not held before.
 */
export async function buildRelay(): Promise<BuildResult> {
  const outfile = resolve(root, 'dist/relay/main.mjs');
  const inputs = ['relay/**/*.ts', 'shared/**/*.ts'];
  return unlessUnchanged(outfile, inputs, () => bundleRelay(dirname(outfile)));
}

/** The portal's static files, in `dist/portal` or another folder. */
export async function buildPortal(options: { readonly folder?: string } = {}): Promise<BuildResult> {
  const output = resolve(root, options.folder ?? 'dist/portal');
  const inputs = ['portal/**/*', 'shared/**/*.ts', 'infra/local/compressFiles.ts'];
  return unlessUnchanged(output, inputs, async () => {
    const { build } = await import('vite');
    const nodeEnv = process.env['NODE_ENV'];
    const configFile = resolve(root, 'portal/vite.config.ts');
    await build({ configFile, logLevel: 'warn', build: { outDir: output } });
    compressFiles(output);
    // Vite sets it for the whole process, and children started later would inherit it.
    if (nodeEnv === undefined) delete process.env['NODE_ENV'];
    else process.env['NODE_ENV'] = nodeEnv;
  });
}

/** Beside the page, where the build is told whom the page may talk to: the headers of the local portal for Azure. */
function writeStaticWebAppConfig(folder: string): void {
  const connect = wordsOf(process.env['SALLYPORT_PORTAL_CONNECT']);
  if (connect.length === 0) return;
  const origins = { connect, images: wordsOf(process.env['SALLYPORT_PORTAL_IMAGES']) };
  const text = JSON.stringify(toStaticWebAppConfig(origins), null, 2);
  writeFileSync(resolve(folder, 'staticwebapp.config.json'), `${text}\n`);
}

const wordsOf = (text = ''): string[] => text.split(' ').filter(Boolean);

/**
 * One CommonJS file, because the worker loads one file fast and 500 slowly. CommonJS output has no
 * `import.meta.url`, which a dependency of storage-blob reads while it loads: hence the banner.
 */
export async function bundleFunctionApp(entry: string, outfile: string): Promise<void> {
  await bundle(entry, outfile);
}

/** Node keeps the source of what it runs in memory; names stay, for whoever reads a stack. */
const small = { minifyWhitespace: true, minifySyntax: true, legalComments: 'none' } as const;

/** Native addons, and what ssh2 does without where it was not compiled. */
const external = ['*.node', 'cpu-features'];

/** `main.mjs` and what it loads, into a folder. */
export async function bundleRelay(folder: string): Promise<void> {
  const { buildSync } = await import('esbuild');
  const { outputFiles } = buildSync({
    ...small,
    entryPoints: [resolve(root, 'relay/main.ts')],
    outdir: folder,
    outExtension: { '.js': '.mjs' },
    bundle: true,
    splitting: true,
    platform: 'node',
    format: 'esm',
    target: 'node24',
    external,
    // What CommonJS libraries have at hand everywhere, a module has to ask for.
    banner: { js: "import{createRequire}from'node:module';const require=createRequire(import.meta.url);" },
    define: { __dirname: 'import.meta.dirname', __filename: 'import.meta.filename' },
    absWorkingDir: root,
    logLevel: 'warning',
    write: false,
  });
  mkdirSync(folder, { recursive: true });
  // The one that loads the others comes last. Those of an earlier build stay: a relay that runs may load them yet.
  const isEntry = (path: string): boolean => path.endsWith('main.mjs');
  for (const { path, text } of outputFiles.toSorted(
    (one, other) => Number(isEntry(one.path)) - Number(isEntry(other.path)),
  )) {
    replaceFile(path, toAscii(text));
  }
}

async function bundle(entry: string, outfile: string): Promise<void> {
  const { buildSync } = await import('esbuild'); // leaves no service process behind
  const { outputFiles } = buildSync({
    entryPoints: [entry],
    outfile,
    bundle: true,
    platform: 'node',
    format: 'cjs',
    target: 'node22',
    external: ['@azure/functions-core', ...external], // the first is given by the Functions host
    define: { 'import.meta.url': '__importMetaUrl' },
    banner: { js: "const __importMetaUrl = require('node:url').pathToFileURL(__filename).href;" },
    absWorkingDir: root,
    logLevel: 'warning',
    write: false,
  });
  mkdirSync(dirname(outfile), { recursive: true });
  replaceFile(outfile, toAscii(outputFiles[0]?.text ?? ''));
}

/** Whole at any moment: another process may be loading the old one. */
function replaceFile(path: string, text: string): void {
  const temporary = `${path}.${process.pid}.tmp`;
  writeFileSync(temporary, text);
  renameSync(temporary, path);
}

/** The stamp is written after the build, so that a build that failed or was killed is done again. */
async function unlessUnchanged(
  output: string,
  inputs: readonly string[],
  build: () => Promise<void>,
): Promise<BuildResult> {
  const stampFile = `${output}.stamp`;
  const stamp = hashInputs([...inputs, 'infra/local/build.ts', 'package-lock.json', 'tsconfig.base.json']);
  if (existsSync(output) && existsSync(stampFile) && readFileSync(stampFile, 'utf8') === stamp) {
    return { output, rebuilt: false };
  }
  rmSync(stampFile, { force: true });
  await build();
  mkdirSync(dirname(stampFile), { recursive: true });
  writeFileSync(stampFile, stamp);
  return { output, rebuilt: true };
}

function hashInputs(patterns: readonly string[]): string {
  const hash = createHash('sha256');
  const files = globSync(patterns, { cwd: root, withFileTypes: true })
    .filter((entry) => entry.isFile() && !entry.name.endsWith('.tsbuildinfo'))
    .map((entry) => resolve(entry.parentPath, entry.name));
  for (const file of files.toSorted()) hash.update(file).update('\0').update(readFileSync(file)).update('\0');
  return hash.digest('hex');
}

if (import.meta.main) {
  for (const build of [buildFunctions, buildRelay, buildPortal]) {
    // One after the other: both use every core.
    const { output, rebuilt } = await build();
    console.log(`${output}: ${rebuilt ? 'built' : 'unchanged'}`);
  }
  writeStaticWebAppConfig(resolve(root, 'dist/portal'));
}
