#!/usr/bin/env node
// What `npm start`, `npm test` and the other commands run first. Plain JavaScript without dependencies, so
// that a fresh clone works with whatever Node is installed: it installs what is missing, says so before it
// does, and hands over to the pinned Node. Everything it says goes to stderr; stdout belongs to the command.
import { spawn, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = dirname(dirname(dirname(fileURLToPath(import.meta.url))));
const bin = join(root, 'node_modules', '.bin');
const say = (text) => process.stderr.write(`${text}\n`);

/** Program or file → Debian package. `start` and `bench` need a guest, `test` also a browser. */
const guestPackages = {
  'qemu-system-x86_64': 'qemu-system-x86',
  'dpkg-deb': 'dpkg',
  cpio: 'cpio',
  depmod: 'kmod',
};
const commands = {
  start: { script: 'infra/local/start.ts', packages: guestPackages, optional: true },
  test: { script: 'infra/local/test.ts', packages: { ...guestPackages, chromium: 'chromium' } },
  bench: { script: 'bench/main.ts', packages: {} },
  token: { script: 'infra/local/token.ts', packages: {} },
  cli: { script: 'cli/main.ts', packages: {} },
  webpubsub: { script: 'infra/local/webPubSub/main.ts', packages: {} },
  // Japanese and Korean would be boxes without a font for them.
  screenshots: {
    script: 'infra/local/screenshots.ts',
    packages: {
      chromium: 'chromium',
      '/usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc': 'fonts-noto-cjk',
    },
  },
  'verify-recording': { script: 'infra/local/verifyRecording.ts', packages: {} },
};

const [, , name = 'start', ...rest] = process.argv;
const command = commands[name];
if (command === undefined)
  fail(`Unknown command "${name}". Use one of: ${Object.keys(commands).join(', ')}.`);

installNodeModules();
installPackages(command);
handOver(command.script, rest);

function fail(sentence) {
  say(sentence);
  process.exit(1);
}

/** Once per lock file: its hash is kept inside node_modules, which goes away with it. */
function installNodeModules() {
  const lock = createHash('sha256')
    .update(readFileSync(join(root, 'package-lock.json')))
    .digest('hex');
  const stamp = join(root, 'node_modules', '.sallyport-lock');
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === lock) return;
  say('Installing the npm packages of package-lock.json into node_modules (about 1.2 GB, once)…');
  const npm = process.env.npm_execpath;
  const args = ['ci', '--no-audit', '--no-fund', '--loglevel=error'];
  const [program, programArgs] = npm?.endsWith('.js') ? [process.execPath, [npm, ...args]] : ['npm', args];
  const { status } = spawnSync(program, programArgs, { cwd: root, stdio: ['ignore', 2, 2] });
  if (status !== 0)
    fail('npm ci failed, see above. Check the network and the npm registry, then run this again.');
  writeFileSync(stamp, lock);
}

function installPackages({ packages, optional }) {
  const missing = Object.entries(packages).filter(([name]) =>
    name.startsWith('/') ? !existsSync(name) : !isOnPath(name),
  );
  if (missing.length === 0) return readPackageLists(packages);
  const names = missing.map(([, debian]) => debian);
  const sudo = aptPrefix();
  if (sudo === undefined) {
    const sentence = `Not installed: ${names.join(', ')}. Install them by hand: this needs apt and root or password-less sudo.`;
    if (!optional) fail(sentence);
    say(`${sentence} Going on without.`);
    return;
  }
  say(`Installing with apt: ${names.join(', ')}…`);
  const installed = apt(sudo, 'update') && apt(sudo, 'install', '--no-install-recommends', ...names);
  if (!installed && !optional) fail(`apt could not install ${names.join(', ')}, see above.`);
  if (!installed) say('apt could not install them, see above. Going on without.');
}

/** The guests' kernel is downloaded through apt, which finds nothing before its first update. */
function readPackageLists(packages) {
  if (!('dpkg-deb' in packages) || !isOnPath('apt-get')) return;
  const folder = '/var/lib/apt/lists';
  if (existsSync(folder) && readdirSync(folder).some((name) => name.includes('_Packages'))) return;
  const sudo = aptPrefix();
  if (sudo === undefined) return;
  say('Reading the package lists with apt…');
  apt(sudo, 'update');
}

function apt(sudo, ...args) {
  const [program, ...words] = [...sudo, 'apt-get', '-qq', '-y', ...args];
  const environment = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  return spawnSync(program, words, { stdio: ['ignore', 2, 2], env: environment }).status === 0;
}

/** The words in front of apt-get, or undefined where apt cannot be used. */
function aptPrefix() {
  if (!isOnPath('apt-get')) return undefined;
  if (process.getuid?.() === 0) return [];
  return spawnSync('sudo', ['-n', 'true'], { stdio: 'ignore' }).status === 0 ? ['sudo', '-n'] : undefined;
}

function isOnPath(program) {
  const folders = [...(process.env.PATH ?? '').split(':'), '/usr/sbin', '/sbin'];
  return folders.some((folder) => existsSync(join(folder, program)));
}

/** The pinned Node does the rest. Signals reach it, and this process waits until it has cleaned up. */
function handOver(script, args) {
  const environment = { ...process.env, PATH: `${bin}:${process.env.PATH}` };
  const child = spawn(join(bin, 'node'), [join(root, script), ...args], {
    stdio: 'inherit',
    env: environment,
  });
  // Ctrl-C reaches the whole group by itself; the others reach this process only.
  process.on('SIGINT', () => {});
  for (const signal of ['SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal));
  child.on('error', (error) => fail(`The pinned Node could not be started: ${error.message}`));
  child.on('exit', (code, signal) => process.exit(code ?? (signal === 'SIGINT' ? 130 : 1)));
}
