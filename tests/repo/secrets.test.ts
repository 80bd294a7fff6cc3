import { globSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';

const root = fileURLToPath(new URL('../..', import.meta.url));
/** The emulator imports nothing of ours and has a helper of its own; a simulated guest only plays a login. */
const files = globSync('{functions,shared,relay,cli,portal,infra/local}/**/*.{ts,tsx}', { cwd: root }).filter(
  (file) => !/^(?:infra\/local\/webPubSub\/|relay\/ports\/simulated)|node_modules/.test(file),
);
const linesOf = (file: string) =>
  readFileSync(`${root}/${file}`, 'utf8')
    .split('\n')
    .map((line) => ({ file, line: line.trim() }));

/** `hash` of a chunk of a recording and of a host key are no secrets: everybody may read them. */
const secretNames = /(?:ticketHash|ticket|secret|signature|accessKey|password|accessToken|credential)$/i;
/** Being there, and being of a kind, are no comparison with a value. */
const harmless = /^(?:undefined|null|''|'\w+'|typeof .*)$/;

/** Both sides of every `===` and `!==`, as far as they are names. */
function comparedNames(line: string): string[] {
  return [...line.matchAll(/([\w.?[\]]+)\s*[!=]==\s*([\w.'?[\]]+)/g)].flatMap(([, left = '', right = '']) =>
    harmless.test(left) || harmless.test(right) ? [] : [left, right],
  );
}

test('A11 secrets, their hashes and signatures are compared by the one helper that takes the same time', () => {
  const found = files
    .flatMap(linesOf)
    .filter(({ line }) => comparedNames(line).some((name) => secretNames.test(name)))
    .map(({ file, line }) => `${file}: ${line}`);

  expect(files.length).toBeGreaterThan(300);
  expect(comparedNames('if (found.ticketHash !== hash) return;')).toEqual(['found.ticketHash', 'hash']);
  expect(found).toEqual([]);
});

test('A11 nothing has a comparison of its own that takes the same time', () => {
  const found = files.filter((file) =>
    linesOf(file).some(({ line }) => /timingSafeEqual|\bconstantTime/.test(line)),
  );

  expect(found).toEqual([]);
});
