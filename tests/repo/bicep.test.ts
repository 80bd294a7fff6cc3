import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { readConfig } from '../../functions/config.ts';
import { tableNames } from '../../shared/azure/tables.ts';
import { consoleHub } from '../../shared/contracts/groups.ts';
import { portalHub } from '../../shared/contracts/liveList.ts';

// No Bicep compiler is at hand: what the templates must agree on with the code is read from their text.

const root = fileURLToPath(new URL('../..', import.meta.url));
const read = (path: string): string => readFileSync(join(root, path), 'utf8');
const bicep = (name: string): string => read(`infra/azure/modules/${name}.bicep`);

/** Keys, or bare strings, directly inside of the block that follows `start`. */
function namesIn(text: string, start: RegExp): string[] {
  const block = /^[^\n]*\n([^]*?)\n[)\]}]/.exec(text.slice(text.search(start)))?.[1] ?? '';
  return block.split('\n').map((line) => /^\s*'?(\w+)/.exec(line)?.[1] ?? '');
}

test('the app gets every setting that it reads, and none that it does not know', () => {
  const sample = JSON.parse(read('local.settings.sample.json')) as { Values: Record<string, string> };
  const ofApp = Object.keys(sample.Values).filter((name) => /^(?:SALLYPORT_|WebPubSub)/.test(name));

  const given = namesIn(bicep('functionApp'), /^var settings = /m);

  expect(given.filter((name) => /^(?:SALLYPORT_|WebPubSub)/.test(name))).toEqual(ofApp);
  expect(() => readConfig({})).toThrow(/SALLYPORT_TABLES/);
  expect(() => readConfig(sample.Values)).not.toThrow();
});

test('every table is created', () => {
  expect(namesIn(bicep('storage'), /^var tableNames = /m)).toEqual([...tableNames]);
});

test('A29 nothing is served over HTTP or below TLS 1.2, and storage takes identities only', () => {
  expect(bicep('functionApp')).toMatch(/^ {4}httpsOnly: true$/m);
  expect(bicep('functionApp')).toMatch(/^ {6}minTlsVersion: '1\.2'$/m);
  expect(bicep('storage')).toMatch(/^ {4}minimumTlsVersion: 'TLS1_2'$/m);
  expect(bicep('storage')).toMatch(/^ {4}supportsHttpsTrafficOnly: true$/m);
  expect(bicep('storage')).toMatch(/^ {4}allowSharedKeyAccess: false$/m);
  expect(bicep('storage')).toMatch(/^ {4}allowBlobPublicAccess: false$/m);
});

test('the hub sends the same events to the same path as in the local stack', () => {
  const local = read('infra/local/services.ts');
  const hub = bicep('consoleHub');

  expect(hub).toMatch(new RegExp(`^ {2}name: '${consoleHub}'$`, 'm'));
  expect(hub).toContain("anonymousConnectPolicy: 'deny'");
  for (const text of ['/webpubsub/{hub}', 'close,resume,stay']) {
    expect(local).toContain(text);
    expect(hub).toContain(text);
  }
  expect(namesIn(hub, /^ {8}systemEvents: /m).join()).toContain('connect,connected,disconnected');
});

test('the hub that portals listen to sends who comes and goes, and no event of its clients', () => {
  const hub = bicep('portalHub');

  expect(hub).toMatch(new RegExp(`^ {2}name: '${portalHub}'$`, 'm'));
  expect(hub).toContain("anonymousConnectPolicy: 'deny'");
  expect(hub).toContain('/webpubsub/{hub}');
  expect(hub).not.toContain('userEventPattern');
  expect(namesIn(hub, /^ {8}systemEvents: /m).join()).toContain('connect,disconnected');
});

test('no key or connection string is an output: outputs stay in the history of deployments', () => {
  const outputs = globSync('infra/azure/**/*.bicep', { cwd: root }).flatMap(
    (file) => read(file).match(/^output .*$/gm) ?? [],
  );

  expect(outputs.length).toBeGreaterThan(0);
  expect(outputs.filter((line) => /listKeys|connectionString|key/i.test(line))).toEqual([]);
});

test('every module that main.bicep names is there and gets its parameters', () => {
  const main = read('infra/azure/main.bicep');
  for (const [, file = '', body = ''] of main.matchAll(/^module \w+ '(.+?)' = \{([^]*?)^\}/gm)) {
    const given = [...body.matchAll(/^ {4}(\w+): /gm)].map(([, name]) => name);
    const wanted = [...read(`infra/azure/${file}`).matchAll(/^param (\w+) \w+$/gm)].map(([, name]) => name);
    expect(
      given.toSorted((a = '', b = '') => a.localeCompare(b)),
      file,
    ).toEqual(wanted.toSorted((a = '', b = '') => a.localeCompare(b)));
  }
});
