import { appendFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { openSerialLog, serialLogId } from '../../../../relay/ports/serialLog.ts';
import { temporaryFolder } from '../../../support/temporaryFolder.ts';

test('a log has one id for as long as it is the same file, whatever is in it', () => {
  using folder = temporaryFolder();
  const path = join(folder.path, 'serial.log');
  const before = serialLogId(path);
  writeFileSync(path, 'first');
  const first = serialLogId(path);

  appendFileSync(path, ' and more');
  const log = openSerialLog(path);
  log.moveTo(100);
  log.close();
  const later = serialLogId(path);
  renameSync(path, `${path}.old`);
  writeFileSync(path, 'another');
  const another = serialLogId(path);
  rmSync(path);

  expect([before, later, serialLogId(path)]).toEqual([undefined, first, undefined]);
  expect(first).toMatch(/^[\da-f]{32}$/);
  expect(another).not.toBe(first);
});
