import { expect, test } from 'vitest';
import { guestCommandLine } from '../../../../../infra/local/guests/guestCommandLine.ts';
import { readGuestName } from '../../../../../infra/local/guests/readGuestName.ts';

test.each([
  '-oProxyCommand=x',
  '-name',
  'a,b=c',
  'a,debug-threads=on',
  '$(x)',
  '`x`',
  "it's",
  '"x"',
  'a b',
  'a\nb',
  'a\u0000b',
  '..',
  'a..b',
  '../../etc',
  'a/b',
  'a\\b',
  '.hidden',
  '',
  'é',
  'x'.repeat(65),
  'x'.repeat(300),
])('A30 %j is the name of no guest', (name) => {
  expect(() => readGuestName(name)).toThrow('cannot be the name of a guest');
});

test('A30 a name is one word of QEMU, and one of its kernel', () => {
  const name = readGuestName('vmss-app_0.test');
  const words = guestCommandLine({
    name,
    directory: '/nowhere',
    image: { kernel: 'kernel', initrd: 'initrd' },
    log: () => undefined,
  });

  expect(words.filter((word) => word.includes(name))).toEqual([
    name,
    expect.stringMatching(/(?:^| )vm\.name=vmss-app_0\.test(?: |$)/),
  ]);
  expect(words[words.indexOf(name) - 1]).toBe('-name');
});
