import { truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { readAtMost } from '../../relay/screen/readAtMost.ts';
import { temporaryFolder } from '../support/temporaryFolder.ts';

test('a file that is small enough is read whole', async () => {
  using folder = temporaryFolder();
  const path = join(folder.path, 'screen.ppm');
  writeFileSync(path, 'P6\n1 1\n255\nabc');

  expect(String(await readAtMost(path, 14))).toBe('P6\n1 1\n255\nabc');
});

test('a file that is larger is refused and not read', async () => {
  using folder = temporaryFolder();
  const path = join(folder.path, 'screen.ppm');
  writeFileSync(path, '');
  truncateSync(path, 2 ** 40); // Sparse: who read it would run out of memory.

  await expect(readAtMost(path, 1_000)).rejects.toMatchObject({ name: 'TooLarge' });
});
