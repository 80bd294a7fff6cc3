import { expect, test } from 'vitest';
import { guestsAvailable } from '../../../../../infra/local/guests/guestsAvailable.ts';

test('a machine that cannot run Linux guests says why, in one sentence', () => {
  expect(guestsAvailable({ platform: 'darwin', arch: 'arm64', path: '' })).toEqual({
    qemu: false,
    why: 'Linux guests need an x86-64 Linux host, and this is darwin.',
  });
  expect(guestsAvailable({ platform: 'linux', arch: 'x64', path: '/nowhere' })).toEqual({
    qemu: false,
    why: 'Linux guests need QEMU, and qemu-system-x86_64 is not on the PATH.',
  });
});
