import { expect, test } from 'vitest';
import { sourceAddress } from '../../../../functions/http/sourceAddress.ts';

test.each([
  ['203.0.113.7', 1, '203.0.113.7'],
  ['203.0.113.7:49152', 1, '203.0.113.7'],
  ['[2001:db8::1]:49152', 1, '2001:db8::1'],
  ['2001:db8::1', 1, '2001:db8::1'],
  ['10.9.9.9, 203.0.113.7', 1, '203.0.113.7'],
  ['10.9.9.9, 203.0.113.7, 198.51.100.1', 2, '203.0.113.7'],
  ['203.0.113.7 ', 1, '203.0.113.7'],
  ['[2001:db8::1]', 1, '2001:db8::1'],
  ['2001:DB8::A', 1, '2001:db8::a'],
  ['::ffff:203.0.113.7', 1, '203.0.113.7'],
  ['[::ffff:203.0.113.7]:443', 1, '203.0.113.7'],
  ['::1', 1, '::1'],
  ['evil, 10.9.9.9,203.0.113.7:1', 1, '203.0.113.7'],
])('%s behind %i front ends came from %s', (header, proxies, address) => {
  expect(sourceAddress(header, proxies)).toBe(address);
});

test.each([
  [null, 1],
  ['', 1],
  ['203.0.113.7', 0],
  ['203.0.113.7', 2],
  ['unknown', 1],
  ['203.0.113.7,', 1],
  ['<script>', 1],
  ['203.0.113.7\u2028x', 1],
  [`${'1'.repeat(46)}`, 1],
  ['=cmd|1', 1],
  ['999.1.1.1', 1],
  ['010.0.0.1', 1],
  ['1.2.3', 1],
  ['::::', 1],
  ['1:2:3', 1],
  ['fe80::1%eth0', 1],
  ['[2001:db8::1]:x', 1],
  ['[203.0.113.7', 1],
  ['203.0.113.7:123456', 1],
  ['203.0.113.7 10.0.0.1', 1],
  ['203.0.113.7;for=1.1.1.1', 1],
  ['localhost', 1],
  [', , ', 2],
])('A4a nobody vouches for %j behind %i front ends', (header, proxies) => {
  expect(sourceAddress(header, proxies)).toBe('');
});

test('A4a what the caller wrote in front of the last entries does not count', () => {
  const forged = `1.1.1.1, ${'2.2.2.2, '.repeat(1_000)}203.0.113.7`;

  expect(sourceAddress(forged, 1)).toBe('203.0.113.7');
});
