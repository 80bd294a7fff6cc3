import { expect, test } from 'vitest';
import { scrollbackName } from '../../../../portal/console/scrollbackName.ts';

test('a download is named by machine, kind and time, and every file system takes it', () => {
  const time = new Date('2026-11-21T15:04:05.678Z');

  expect(scrollbackName('vmss-app_0/..:x', 'ssh', time)).toBe('vmss-app_0-..-x-ssh-2026-11-21T15-04-05Z.txt');
});
