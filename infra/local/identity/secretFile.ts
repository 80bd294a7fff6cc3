import { randomUUID } from 'node:crypto';
import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';

/** The JSON in a file that only its owner may read, or undefined when there is none yet. */
export function readSecretFile(path: string): unknown {
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch (fault) {
    if ((fault as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw fault;
  }
  try {
    return JSON.parse(text);
  } catch {
    // The parser's own message quotes the text, and the text is secret.
    throw new Error(`${path} is not JSON. Delete it: the next start makes a new one.`);
  }
}

/** Whole or not at all: a process that is killed while it writes leaves the old file. */
export function writeSecretFile(path: string, value: unknown): void {
  mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
  const draft = `${path}.${randomUUID()}`;
  writeFileSync(draft, JSON.stringify(value, null, 2), { mode: 0o600 });
  renameSync(draft, path);
}
