import { expect, test } from 'vitest';
import { vouchForAddress } from '../../../../../infra/local/functionsHost/requestData.ts';

const socket = { remoteAddress: '127.0.0.1', remotePort: 50_000 };

test('the front end names the address that called it', () => {
  expect(vouchForAddress({ host: 'localhost' }, socket)).toEqual({
    host: 'localhost',
    'x-forwarded-for': '127.0.0.1:50000',
  });
});

test('A4a an address that the caller wrote stays in front of the real one', () => {
  expect(vouchForAddress({ 'x-forwarded-for': '203.0.113.9' }, socket)).toEqual({
    'x-forwarded-for': '203.0.113.9, 127.0.0.1:50000',
  });
});
