import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { bundleFunctionApp } from '../../infra/local/build.ts';

const entry = fileURLToPath(new URL('fixtures/functionsApp/main.ts', import.meta.url));

export type FunctionsFixture = AsyncDisposable & { readonly appFolder: string };

/** The fixture app, built and laid out as a deployment: package.json, host.json and one bundle. */
export async function createFunctionsFixture(): Promise<FunctionsFixture> {
  const appFolder = mkdtempSync(join(tmpdir(), 'functions-app-'));
  const write = (name: string, content: object): void =>
    writeFileSync(join(appFolder, name), JSON.stringify(content));
  write('package.json', { type: 'module', main: 'dist/*.cjs' });
  const customHeaders = { 'x-content-type-options': 'nosniff' };
  write('host.json', { version: '2.0', extensions: { http: { routePrefix: '', customHeaders } } });
  write('local.settings.json', { Values: { FROM_FILE: 'file', FROM_BOTH: 'file' } });
  await bundleFunctionApp(entry, join(appFolder, 'dist/app.cjs'));
  return {
    appFolder,
    [Symbol.asyncDispose]: async () => rmSync(appFolder, { recursive: true }),
  };
}
