import { expect, test } from 'vitest';
import {
  cpioArchive,
  cpioDevice,
  cpioDirectory,
  cpioFile,
} from '../../../../../infra/local/guests/cpioArchive.ts';

test('an archive is a row of headers, names and contents, each padded to four bytes', () => {
  const archive = cpioArchive([
    cpioDirectory('dev'),
    cpioFile('a', Buffer.from('hello'), 0o4755, 1000),
    cpioDevice('dev/console', 5, 1),
  ]).toString('latin1');

  expect(archive.length % 4).toBe(0);
  expect(archive.split('070701').map((part) => part.replaceAll('\0', '~'))).toEqual([
    '',
    '00000001000041ed000000000000000000000001000000000000000000000000000000000000000000000000' +
      '0000000400000000dev~~~',
    '00000002000089ed000003e8000003e800000001000000000000000500000000000000000000000000000000' +
      '0000000200000000a~hello~~~',
    '0000000300002180000000000000000000000001000000000000000000000000000000000000000500000001' +
      '0000000c00000000dev/console~~~',
    `${'00000004'}${'0'.repeat(24)}00000001${'0'.repeat(48)}0000000b00000000TRAILER!!!~~~~`,
  ]);
});
