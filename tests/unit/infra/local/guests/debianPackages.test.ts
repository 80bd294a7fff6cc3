import { expect, test } from 'vitest';
import { compareVersions } from '../../../../../infra/local/guests/debianPackages.ts';

test('kernel packages are ordered by number, not by letter', () => {
  const names = [
    'linux-image-6.12.117+deb12-cloud-amd64',
    'linux-image-6.1.0-9-cloud-amd64',
    'linux-image-6.12.9+deb12-cloud-amd64',
    'linux-image-6.1.0-56-cloud-amd64',
  ];

  expect(names.toSorted(compareVersions)).toEqual([
    'linux-image-6.1.0-9-cloud-amd64',
    'linux-image-6.1.0-56-cloud-amd64',
    'linux-image-6.12.9+deb12-cloud-amd64',
    'linux-image-6.12.117+deb12-cloud-amd64',
  ]);
});
