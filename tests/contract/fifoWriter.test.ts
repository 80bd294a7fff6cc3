import { execFileSync } from 'node:child_process';
import { closeSync, constants, openSync, readSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { openFifoWriter } from '../../relay/ports/fifoWriter.ts';
import { temporaryFolder } from '../support/temporaryFolder.ts';

test('what nobody has read is taken back whole and in order, a write that found no room included', async () => {
  using folder = temporaryFolder();
  const path = join(folder.path, 'tty.in');
  execFileSync('mkfifo', [path]);
  const writer = openFifoWriter(path);
  const typed = Buffer.from(Array.from({ length: 200_000 }, (_, index) => index % 251));
  const writes = [typed.subarray(0, 10), typed.subarray(10)].map((bytes) => writer.write(bytes));
  await writes[0];

  const taken = await writer.takeBack();
  await Promise.all(writes);

  expect(typed.equals(taken)).toBe(true);
  const guest = openSync(path, constants.O_RDONLY | constants.O_NONBLOCK);
  expect(() => readSync(guest, Buffer.alloc(1))).toThrow('EAGAIN');
  closeSync(guest);
  writer.close();
});
