import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';

/**
 * `npm test`: everything that must hold, quickest first. Arguments go to vitest and leave the rest out, so
 * that `npm test -- tests/unit/relay` is quick.
 */
const root = fileURLToPath(new URL('../..', import.meta.url));
const selection = process.argv.slice(2);

const checks = [
  ['Types', ['tsc', '-b']],
  ['Lint', ['oxlint', '--deny-warnings']],
  ['Format', ['biome', 'check', '.']],
  ['Unused code', ['knip']],
  // Before the tests, so that no test's time goes into it.
  ['Build', ['node', 'infra/local/build.ts']],
] as const;
const tests = ['Tests', ['vitest', 'run', ...selection]] as const;
// Whoever runs everything waits two minutes more for a hundred thousand cases of each surface.
if (selection.length === 0) process.env['SALLYPORT_FUZZ_RUNS'] ??= '100000';

for (const [name, [program, ...args]] of selection.length > 0 ? [tests] : [...checks, tests]) {
  console.log(`── ${name}: ${program} ${args.join(' ')}`);
  const { status } = spawnSync(program, args, { cwd: root, stdio: 'inherit' });
  if (status !== 0) {
    console.error(`${name} failed.`);
    process.exit(1);
  }
}
